-- The annotation database of a team that watches gardens at night.

-- The closed list of what an event may be.
CREATE TABLE labels (
  id         INTEGER PRIMARY KEY,  -- the order in the prompt
  name       TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL         -- what counts, and what does not
);

CREATE TABLE videos (
  id         INTEGER PRIMARY KEY,
  recording  TEXT NOT NULL,        -- a camera and a night; its videos resemble each other
  uri        TEXT NOT NULL UNIQUE,
  title      TEXT,                 -- in the language of the place; NULL: none
  seconds    REAL,                 -- length of the file; NULL: never measured
  bytes      INTEGER,              -- size of the file; NULL: never measured
  clip_start REAL,                 -- start of the annotated stretch; NULL: start of the video
  clip_end   REAL                  -- end of the annotated stretch; NULL: end of the video
);

CREATE TABLE events (
  id            INTEGER PRIMARY KEY,
  video_id      INTEGER NOT NULL REFERENCES videos (id),
  label         TEXT REFERENCES labels (name),  -- NULL: not yet decided
  start_seconds REAL,                           -- from the start of the video; NULL: unknown
  end_seconds   REAL,                           -- NULL with a start: a moment; both NULL: the whole clip
  note          TEXT                            -- what the annotator says to colleagues
);

CREATE INDEX events_by_video ON events (video_id);
