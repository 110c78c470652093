"use strict";
(() => {
  document.documentElement.classList.add("script");

  // A player is made when somebody asks for it: until then nothing is fetched.
  const play = (button) => {
    const url = new URL(button.dataset.media, document.baseURI);
    if (!["http:", "https:", "file:"].includes(url.protocol)) return;
    const end = button.dataset.end;
    url.hash = "t=" + button.dataset.start + (end ? "," + end : "");
    const video = document.createElement("video");
    video.controls = true;
    // The end of the fragment, also where the browser plays on; once, so that one can go on.
    let stopped = !end;
    video.addEventListener("timeupdate", () => {
      if (!stopped && video.currentTime >= Number(end)) {
        stopped = true;
        video.pause();
      }
    });
    video.addEventListener("error", () => {
      const note = document.createElement("span");
      note.className = "bad";
      note.textContent = "The video cannot be played from here.";
      video.replaceWith(note);
    });
    video.src = url.href;
    button.replaceWith(video);
    video.play().catch(() => {});
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.play");
    if (button) play(button);
  });

  // The filter shows the examples that hold all of its words.
  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const examples = [...document.querySelectorAll("#examples > .example")];
  const texts = examples.map((e) => e.textContent.toLowerCase());
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    examples.forEach((e, i) => {
      e.hidden = !words.every((w) => texts[i].includes(w));
      if (!e.hidden) n++;
    });
    shown.textContent = n + " of " + examples.length;
  };
  filter.addEventListener("input", apply);
  apply();

  // The cost follows its inputs.
  const epochs = document.getElementById("epochs");
  const price = document.getElementById("price");
  const cost = document.getElementById("cost-of-all");
  const range = (of, lower, upper) => (lower === upper ? of(lower) : of(lower) + " to " + of(upper));
  const count = () => {
    const n = Math.max(1, Math.floor(Number(epochs.value)) || 1);
    const lower = Number(cost.dataset.lower) * n;
    const upper = Number(cost.dataset.upper) * n;
    const tokens = (v) => v.toLocaleString("en-US");
    document.getElementById("all-tokens").textContent = range(tokens, lower, upper);
    const each = Number(price.value);
    const money = (v) => ((v / 1e6) * each).toFixed(2);
    cost.textContent = price.value === "" || !(each >= 0) ? "–" : range(money, lower, upper);
  };
  epochs.addEventListener("input", count);
  price.addEventListener("input", count);
})();
