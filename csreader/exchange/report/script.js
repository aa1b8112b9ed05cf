"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Search: what holds all words stays.
  const find = byId("find");
  const found = byId("found");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let parts = null;

  const gather = () => all("[data-find]").map((element) => ({
    element,
    text: folded(element.textContent),
    isStory: element.classList.contains("story"),
    entry: element.id ? document.querySelector(`.contents a[href="#${element.id}"]`) : null,
  }));

  const say = (stories, passages) => {
    const count = (number, one, more) => `${number} ${number === 1 ? one : more}`;
    return `${count(stories, "story", "stories")}, ${count(passages, "passage", "passages")} by tag`;
  };

  const search = () => {
    parts ??= gather();
    const words = folded(find.value).split(/\s+/).filter(Boolean);
    let stories = 0;
    let passages = 0;
    for (const part of parts) {
      const fits = words.every((word) => part.text.includes(word));
      part.element.hidden = !fits;
      if (part.entry) part.entry.parentElement.hidden = !fits;
      if (fits) part.isStory ? stories++ : passages++;
    }
    for (const group of all(".group")) {
      group.hidden = words.length > 0 && !group.querySelector("li:not([hidden])");
    }
    found.textContent = words.length ? say(stories, passages) : "";
  };

  let waiting = 0;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      find.value = "";
      search();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      find.focus();
    }
    if (event.key === "Escape") hide();
  });

  // A link to what a search has hidden shows it again.
  window.addEventListener("hashchange", () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) {
      find.value = "";
      search();
      target.scrollIntoView();
    }
  });

  // Light and dark: as the system has it, until it is switched.
  const scheme = byId("scheme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
  const tell = () => scheme.setAttribute("aria-pressed", String(isDark()));
  scheme.addEventListener("click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    tell();
  });
  system.addEventListener("change", tell);
  tell();

  // The card tells of the marks under the pointer, or of the one in focus.
  const card = byId("card");
  let lit = [];
  let leaving = 0;

  const hide = () => {
    clearTimeout(leaving);
    card.hidden = true;
    for (const mark of lit) mark.classList.remove("lit");
    lit = [];
    for (const ref of all("[aria-describedby=card]")) ref.removeAttribute("aria-describedby");
  };

  const place = (box) => {
    const gap = 8;
    const left = Math.min(box.left, root.clientWidth - card.offsetWidth - gap);
    const below = box.bottom + gap;
    const fits = below + card.offsetHeight < root.clientHeight;
    const top = fits ? below : Math.max(gap, box.top - card.offsetHeight - gap);
    card.style.left = `${Math.max(gap, left) + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  };

  const show = (element, box) => {
    hide();
    const story = element.closest(".story");
    const numbers = element.dataset.marks.split(" ");
    card.replaceChildren(...numbers.map((number) => {
      const one = document.createElement("div");
      const listed = byId(`${story.id}-m${number}`);
      one.append(...[...listed.cloneNode(true).children].filter((part) => !part.matches(".said")));
      return one;
    }));
    lit = all("mark", story).filter((mark) => {
      const own = mark.dataset.marks.split(" ");
      return numbers.some((number) => own.includes(number));
    });
    for (const mark of lit) mark.classList.add("lit");
    card.hidden = false;
    place(behind(box));
  };

  // The card leaves the lit words free, where they end nearby.
  const behind = (box) => {
    const boxes = lit.flatMap((mark) => [...mark.getClientRects()]);
    const last = Math.max(box.bottom, ...boxes.map((one) => one.bottom));
    return last - box.bottom < 140 ? new DOMRect(box.left, box.top, box.width, last - box.top) : box;
  };

  const boxAt = (element, event) => {
    const boxes = [...element.getClientRects()];
    const holds = (box) => event.clientY >= box.top - 2 && event.clientY <= box.bottom + 2;
    return boxes.find(holds) ?? element.getBoundingClientRect();
  };

  document.addEventListener("pointerover", (event) => {
    const over = event.target instanceof Element ? event.target : null;
    if (over?.closest("#card")) {
      clearTimeout(leaving);
      return;
    }
    const element = over?.closest("[data-marks]");
    if (element) {
      show(element, boxAt(element, event));
    } else if (!card.hidden) {
      clearTimeout(leaving);
      leaving = setTimeout(hide, 200);
    }
  });
  document.addEventListener("focusin", (event) => {
    const ref = event.target.closest(".ref");
    if (!ref) {
      hide();
      return;
    }
    show(ref, ref.getBoundingClientRect());
    ref.setAttribute("aria-describedby", "card");
  });

  byId("tools").hidden = false;
})();
