// Tabs with one tab stop, arrow keys, Home and End, and a labeled panel, as the ARIA Authoring Practices describe.

import { make } from "./elements.js";

let number = 0;

/**
 * Show tabs in a container, and return a function that selects a tab by name. views are {name, count, draw}, and draw()
 * returns the content of the panel. selected is the name of the tab to show first; select(name) is called when the user
 * selects another one.
 */
export function showTabs(container, views, { label, selected, select = () => {} }) {
  const id = `tabs-${++number}`;
  const panel = make("div", { id: `${id}-panel`, role: "tabpanel", tabindex: "0" });
  const tabs = views.map((view, index) => make("button", {
    id: `${id}-${index}`, type: "button", role: "tab", "aria-controls": panel.id, "data-name": view.name,
    onclick: () => { choose(index); select(view.name); },
  }, view.name, view.count !== undefined && make("span", { class: "count" }, String(view.count))));

  function choose(index) {
    tabs.forEach((tab, other) => {
      tab.setAttribute("aria-selected", String(other === index));
      tab.tabIndex = other === index ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", tabs[index].id);
    panel.dataset.name = views[index].name;
    panel.replaceChildren(...[views[index].draw()].flat());
    panel.scrollTop = 0;
  }

  function move(event) {
    const index = tabs.indexOf(document.activeElement);
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined || index < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const tab = tabs[(next + tabs.length) % tabs.length];
    tab.focus();
    tab.click();
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  const bar = make("div", { role: "tablist", "aria-label": label, onkeydown: move }, tabs);
  container.append(bar, panel);
  const find = name => Math.max(0, views.findIndex(view => view.name === name));
  choose(find(selected));
  return name => choose(find(name));
}
