-- The database of a team that watches crossings. All places and events are made up.
-- SQLite and PostgreSQL both take these statements.

CREATE TEMP TABLE videos (
  id      INTEGER PRIMARY KEY,
  camera  TEXT NOT NULL,      -- videos of one camera resemble each other
  uri     TEXT NOT NULL,
  seconds DOUBLE PRECISION    -- NULL: never measured
);

CREATE TEMP TABLE events (
  id       INTEGER PRIMARY KEY,
  video_id INTEGER NOT NULL REFERENCES videos (id),
  label    TEXT NOT NULL,
  from_ms  BIGINT,            -- NULL: all of the video
  to_ms    BIGINT,            -- NULL: a moment
  state    TEXT NOT NULL      -- confirmed or predicted
);

INSERT INTO videos (id, camera, uri, seconds) VALUES
  (1, 'north', 'gs://example-crossings/north/1.mp4', 64.1),
  (2, 'north', 'gs://example-crossings/north/2.mp4', 71.25),
  (3, 'north', 'gs://example-crossings/north/3.mp4', NULL),
  (4, 'south', 'gs://example-crossings/south/1.mp4', 59.94),
  (5, 'south', 'gs://example-crossings/south/2.mp4', 60),
  (6, 'east', 'gs://example-crossings/east/1.mp4', 33.333333),
  (7, 'east', 'gs://example-crossings/east/2.mp4', 45.5),
  (8, 'west', 'gs://example-crossings/west/1.mp4', 80),
  (9, 'west', 'gs://example-crossings/west/2.mp4', 0.1);

INSERT INTO events (id, video_id, label, from_ms, to_ms, state) VALUES
  (1, 1, 'tram', 1500, 9750, 'confirmed'),
  (2, 1, 'bicycle', 8200, 8200, 'confirmed'),
  (3, 1, 'tram', 60000, 70300, 'confirmed'),  -- ends after its video
  (4, 2, 'bicycle', 20040, NULL, 'confirmed'),
  (5, 2, 'tram', 3000, 2000, 'predicted'),
  (6, 3, 'fog', NULL, NULL, 'confirmed'),
  (7, 4, 'tram', 100, 7000, 'confirmed'),
  (8, 4, 'bus', 7000, 12345, 'confirmed'),
  (9, 5, 'bus', 15000, 9000, 'confirmed'),    -- ends before it starts
  (10, 6, 'bus', 333, 33333, 'confirmed'),
  (11, 8, 'bicycle', 4000, 5001, 'confirmed'),
  (12, 8, 'bicycle', 4000, 5001, 'confirmed'); -- stands twice
