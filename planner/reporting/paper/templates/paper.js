"use strict";
(() => {
  const readout = document.getElementById("readout");
  const say = (mark, x, y) => {
    readout.textContent = mark.getAttribute("aria-label");
    readout.hidden = false;
    const box = readout.getBoundingClientRect();
    readout.style.left = Math.max(4, Math.min(x + 14, innerWidth - box.width - 4)) + "px";
    readout.style.top = Math.max(4, y - box.height - 10) + "px";
  };
  const hush = () => { readout.hidden = true; };

  // Pictures answer to the pointer, and to the arrow keys once they have the focus.
  for (const svg of document.querySelectorAll(".screen .picture svg")) {
    const marks = [...svg.querySelectorAll("[data-said]")];
    if (!marks.length) { continue; }
    svg.setAttribute("tabindex", "0");
    let chosen = -1;
    const choose = (at) => {
      if (chosen >= 0) { marks[chosen].classList.remove("chosen"); }
      chosen = at;
      if (at < 0) { hush(); return; }
      marks[at].classList.add("chosen");
      const box = marks[at].getBoundingClientRect();
      say(marks[at], box.x + box.width / 2, box.y);
    };
    svg.addEventListener("pointermove", (event) => {
      const mark = event.target.closest("[data-said]");
      if (mark) { say(mark, event.clientX, event.clientY); } else { hush(); }
    });
    svg.addEventListener("pointerleave", hush);
    svg.addEventListener("blur", () => choose(-1));
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        const from = chosen < 0 && step < 0 ? 0 : chosen;
        choose((from + step + marks.length) % marks.length);
      } else if (event.key === "Escape") {
        choose(-1);
      }
    });
  }

  // Buttons choose one of several views; without script all of them are shown.
  for (const group of document.querySelectorAll("[data-choices]")) {
    const buttons = [...group.querySelectorAll(":scope > .buttons > button")];
    const panels = buttons.map((button) => document.getElementById(button.getAttribute("aria-controls")));
    const show = (at) => buttons.forEach((button, place) => {
      button.setAttribute("aria-pressed", String(place === at));
      panels[place].hidden = place !== at;
    });
    buttons.forEach((button, place) => button.addEventListener("click", () => show(place)));
    group.querySelector(":scope > .buttons").hidden = false;
    show(0);
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
