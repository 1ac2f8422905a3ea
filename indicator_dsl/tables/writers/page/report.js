"use strict";
// Everything can be read without this script; it only filters what is there.
(() => {
  const by = (id) => document.getElementById(id);
  const [project, severity, only, shown, nothing] = ["project", "severity", "only", "shown", "nothing"].map(by);
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const projects = [...document.querySelectorAll(".project")].map((section) => ({
    section,
    details: section.querySelector("details"),
    name: fold(section.querySelector("h3").textContent),
    // A row or remark without findings has no class; one with findings has the class of each severity.
    items: [...section.querySelectorAll("tbody tr, .whole > li")],
  }));

  const apply = () => {
    const text = fold(project.value);
    const filtering = only.checked || severity.value !== "";
    let rows = 0, sections = 0;
    for (const { section, details, name, items } of projects) {
      let found = 0, indicators = 0;
      for (const item of items) {
        const fits = severity.value ? item.classList.contains(severity.value) : !only.checked || item.className !== "";
        item.hidden = !fits;
        found += fits;
        indicators += fits && item.tagName === "TR";
      }
      section.hidden = !name.includes(text) || (filtering && found === 0);
      if (section.hidden) continue;
      if (filtering) details.open = true;
      rows += indicators;
      sections += 1;
    }
    shown.textContent = shown.dataset.text.replace("#rows", rows).replace("#projects", sections);
    nothing.hidden = sections > 0;
  };

  const open = (state) => { for (const { details } of projects) details.open = state; };
  by("unfold").addEventListener("click", () => open(true));
  by("fold").addEventListener("click", () => open(false));
  for (const control of [project, severity, only]) control.addEventListener("input", apply);
  by("filters").hidden = false;
  apply();
})();
