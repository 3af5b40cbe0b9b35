"use strict";
/* The page of a pack: it fills the graph with inputs, runs it, and shows what comes out. No figure is worked out here
   but sums of what the graph yields; every formula stands in the graph. User text is only ever set as text. */
const D = JSON.parse(document.getElementById("plan").textContent);
const $ = (id) => document.getElementById(id);
const state = { scenario: D.scenario, changes: new Map(), basis: "nominal", option: "" };
const decl = (key) => D.declared[D.inputs[place.get(key)][1]];
const place = new Map(D.inputs.map((one, at) => [one[0], at]));
const byKey = new Map(D.options.map((one) => [one.key, one]));
const scenario = () => D.scenarios.find((one) => one.slug === state.scenario);

/* ---- values ---- */
function planned(key) {
  const own = scenario().changes[key];
  return own ? own[0] : D.inputs[place.get(key)][2];
}
function restsOn(key) {
  if (state.changes.has(key)) return "changed here; as exported: " + inUnit(key, planned(key));
  const own = scenario().changes[key];
  return D.said[own ? own[1] : D.inputs[place.get(key)][3]];
}
function value(key) { return state.changes.has(key) ? state.changes.get(key) : planned(key); }

function evaluate() {
  for (const [at, keys, how, of] of D.given) {
    for (let i = 0; i < keys.length; i++) {
      const v = value(keys[i]);
      V[at + i] = how === "given" ? Number(v) : how === "month" ? Number(v.slice(5))
        : how === "row" ? D.tables[of].findIndex((one) => one[0] === v) : Number(v === of);
    }
  }
  for (const f of F) f();
}
function months(key) {
  const [at, rows, n] = D.lines[key], out = new Array(n).fill(0);
  for (let r = 0; r < rows; r++) for (let m = 0; m < n; m++) out[m] += V[at + r * n + m];
  return out;
}
function figure(key, from = 0, to = Infinity) {
  return months(key).slice(from, to).reduce((all, one) => all + one, 0);
}
const named = (name) => (name in D.named ? figure(D.named[name]) : 0);

/* ---- how options stand: Judgement.planned, of the lines it is made from ---- */
function pair(first, second, basis) {
  return D.pairs.find((one) => one.basis === basis &&
    ((one.first === first && one.second === second) || (one.first === second && one.second === first)));
}
function standing() {
  const blocked = scenario().blocked;
  const there = D.options.filter((one) => one.key !== "api" || named("apiServes") > 0);
  const cost = new Map(there.map((one) => [one.key, figure(one.lines.compared)]));
  const twins = new Map();
  there.forEach((one, at) => {
    const own = months(one.lines.paid);
    for (const other of there.slice(0, at)) {
      const alike = months(other.lines.paid).every((v, m) => Math.abs(v - own[m]) <= D.penny);
      if (!twins.has(other.key) && alike && Math.abs(cost.get(one.key) - cost.get(other.key)) <= D.penny) {
        twins.set(one.key, other.key);
        break;
      }
    }
  });
  const barred = (key) => key in blocked || (twins.has(key) && twins.get(key) in blocked);
  const round = (v) => Math.round(v / D.penny);
  const ranked = there.filter((one) => !barred(one.key) && !twins.has(one.key))
    .sort((a, b) => round(cost.get(a.key)) - round(cost.get(b.key)));
  const made = { there, cost, twins, barred, best: "", rival: "", lead: 0, tolerance: 0 };
  if (!ranked.length) return { ...made, state: "none" };
  const best = ranked[0].key, least = cost.get(best);
  made.best = best;
  const usual = named("usual");
  if (named("usualRanked") > 0 && !scenario().usualBarred && usual < least - D.penny) {
    return { ...made, state: "usual", best: "usual", rival: best, lead: least - usual };
  }
  // work that waits is lost at its value where nothing is done
  const waits = byKey.get(best).lines.beyond, net = named("worth") - least + (waits ? figure(waits) : 0);
  if (Math.round(named("unvalued")) === 0 && net < -D.penny) {
    return { ...made, state: "nothing", best: "", rival: best, lead: -net };
  }
  const usualCounts = named("usualRanked") > 0 && !scenario().usualBarred;
  if (ranked.length === 1 && !usualCounts) return { ...made, state: "only" };
  const next = ranked.length > 1 ? cost.get(ranked[1].key) : Infinity;
  made.rival = usualCounts && usual < next ? "usual" : ranked[1].key;
  made.lead = (made.rival === "usual" ? usual : next) - least;
  made.tolerance = made.rival === "usual" ? named("closeShare") * Math.max(least, 0)
    : figure(pair(best, made.rival, "nominal").lines.tolerance);
  return { ...made, state: made.lead < made.tolerance ? "close" : "clear" };
}
function sentence(s) {
  const held = scenario().awaited;
  return held && s.state !== "only" && s.state !== "none" ? "No recommendation yet. " + outcome(s, held) : outcome(s, held);
}
function outcome(s, held) {
  const basis = named("bySociety") > 0 ? "in economic terms" : "in today’s money";
  const over = " over " + D.horizonWords + " " + basis;
  const say = (key) => key === "usual" ? "business as usual" : byKey.get(key).inSentence, label = (key) => byKey.get(key).label;
  const amount = money(s.lead);
  switch (s.state) {
    case "none": return (held ? "No option can be judged yet. " : "No option is allowed. ") + [...new Set(Object.values(scenario().blocked))].join(" ");
    case "usual": return "Business as usual does the same work and costs " + amount + " less than " + say(s.rival) +
      ", the cheapest option," + over + ".";
    case "nothing": return "Nothing is worth doing: all the work is worth " + amount + " less than " + say(s.rival) +
      ", the cheapest option, costs" + over + ".";
    case "only": return (held
      ? "No recommendation yet: " + say(s.best) + " is the only option that can be judged: it costs "
      : label(s.best) + " is the only option allowed" + (scenario().bySettings ? " as planned" : "") + ": it costs ") + onlyCosts(s, over) + ".";
    case "close": return "Too close to call: " + say(s.best) + " is " + amount + " below " + say(s.rival) + over +
      "; less than " + money(s.tolerance) + " is too close.";
    default: return label(s.best) + " costs " + amount + " less than " + say(s.rival) + over + ".";
  }
}

function onlyCosts(s, over) {
  const compared = s.cost.get(s.best), paid = figure(byKey.get(s.best).lines.present_value);
  if (named("bySociety") > 0 || compared - paid <= D.penny) return money(compared) + over;
  return money(paid) + over + ", " + money(compared) + " with the work that waits in it";
}

/* ---- numbers as people read and type them ---- */
const SIGN = (v, text) => (v < 0 && /[1-9]/.test(text) ? "−" : "");
const fixed = (v, most, least = most) =>
  Math.abs(v).toLocaleString("en-GB", { minimumFractionDigits: least, maximumFractionDigits: most });
function money(v, symbol = D.symbol) {
  const size = Math.abs(v);
  const [by, mark] = size < 999.5 ? [1, ""] : size < 999500 ? [1e3, "k"] : size < 999.95e6 ? [1e6, "m"] : [1e9, "bn"];
  const text = fixed(size / by, mark === "m" || mark === "bn" ? 1 : 0);
  return SIGN(v, text) + symbol + text + mark;
}
function thousands(v) {
  const k = Math.round(v / 1000);
  return k === 0 ? "–" : k < 0 ? "(" + fixed(k, 0) + ")" : fixed(k, 0);
}
function lineAmount(v, unit) {
  if (unit === "yes/no") return v ? "yes" : "no";
  if (unit.startsWith("%")) return SIGN(v, fixed(v * 100, 2)) + fixed(v * 100, 2) + unit;
  const size = Math.abs(v);
  const text = size >= 10000 ? fixed(v, 0) : size >= 1 ? fixed(v, 2)
    : String(Number(size.toPrecision(4)));
  return unit.startsWith(D.symbol) ? SIGN(v, text) + D.symbol + text + unit.slice(D.symbol.length)
    : (SIGN(v, text) + text + " " + unit).trim();
}
function symbolOf(key) {
  const one = decl(key);
  const companion = key.slice(0, key.lastIndexOf(".") + 1) + one.currency;
  return one.currency && place.has(companion) ? D.symbols[value(companion)] : D.symbol;
}
function entered(key, v) {
  const one = decl(key);
  if (one.kind === "flag") return v ? "Yes" : "No";
  if (one.kind === "row") return (D.tables[one.table].find((row) => row[0] === v) || ["", v])[1];
  if (typeof v === "string") return ((one.choices || []).find((pick) => pick[0] === v) || ["", v])[1];
  const number = one.kind === "share" ? v * 100 : v;
  let decimals = one.decimals;
  while (decimals < 12 && Math.abs(Number(number.toFixed(decimals)) - number) > 1e-12 * Math.max(1, Math.abs(number))) {
    decimals += 1;
  }
  return (number < 0 ? "-" : "") + fixed(number, decimals, 0);
}
function ofOne(unit) {
  if (unit === "people") return "person";
  const at = unit.indexOf("/"), head = at < 0 ? unit : unit.slice(0, at);
  return (head.length > 1 && head.endsWith("s") ? head.slice(0, -1) : head) + (at < 0 ? "" : unit.slice(at));
}
function inUnit(key, v) {
  const one = decl(key), text = entered(key, v).replace("-", "−");
  if (typeof v !== "number") return entered(key, v);
  const symbol = symbolOf(key), many = one.unit.replace("£", symbol), unit = text === "1" ? ofOne(many) : many;
  if (one.unit.startsWith("£")) {
    const rest = unit.slice(symbol.length).replace("/", " / ");
    const amount = text.charAt(text.length - 2) === "." ? text + "0" : text;
    return amount.startsWith("−") ? "−" + symbol + amount.slice(1) + rest : symbol + amount + rest;
  }
  return unit.startsWith("%") ? text + unit : (text + " " + unit).trim();
}
// sizes as the program itself reads them
const NUMBER = new RegExp("^([-−+]?)(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d{1,3}(?: \\d{3})+|\\d+(?:\\.\\d*)?|\\.\\d+)\\s*(" +
  Object.keys(D.sizes).sort((a, b) => b.length - a.length).join("|") + ")\\s*(%|per ?cent|pct|)$", "i");
function read(key, text) {
  const one = decl(key), name = nameOf(key);
  let bare = text.trim();
  if (one.kind === "month") {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(bare)) return { wrong: name + ": “" + text + "” is not a month; expected year and month such as 2027-01." };
    return { value: bare };
  }
  const symbol = symbolOf(key);
  const sign = bare.replace(/^[-−+]/, "");
  if (one.unit.startsWith("£") && sign.startsWith(symbol)) bare = bare.replace(symbol, "");
  const found = NUMBER.exec(bare.replaceAll("\u00a0", "").trim());
  const expected = one.kind === "share" ? "a percentage such as 60" : one.kind === "integer" ? "a whole number such as 12"
    : one.unit.startsWith("£") ? "an amount such as 1,250 or " + symbol + "1.2m" : "a number such as 1,234.5";
  if (!found || (found[4] && one.kind !== "share")) {
    return { wrong: name + ": “" + text.slice(0, 40) + "” is not a number; expected " + expected + "." };
  }
  const said = found[3].toLowerCase(), own = D.sizes[one.unit.split(" ")[0]] || 1;
  const scale = D.sizes[said] / (D.held.includes(said) ? own : 1);
  let v = Number(found[2].replace(/[, ]/g, "")) * scale * (found[1] === "-" || found[1] === "−" ? -1 : 1);
  if (one.kind === "share") v /= 100;
  if (one.kind === "integer" && v !== Math.floor(v)) {
    return { wrong: name + ": “" + text.slice(0, 40) + "” is not a whole number; expected one such as 12." };
  }
  return within(key, v, text);
}
function within(key, v, text) {
  const one = decl(key), [low, high] = one.bounds;
  if (v < low || v > high) {
    return { wrong: nameOf(key) + ": “" + text.slice(0, 40) + "” is out of bounds; allowed is " + inUnit(key, low) +
      " to " + inUnit(key, high) + "." };
  }
  return { value: v };
}
function nameOf(key) {
  const one = decl(key);
  if (!one.home) return one.label;
  const row = key.split(".")[2], known = (D.tables[one.home] || []).find((pick) => pick[0] === row);
  return (known ? known[1] : row) + ": " + one.label;
}
function monthName(m) {
  const year = Number(D.start.slice(0, 4)), first = Number(D.start.slice(5)) - 1 + m;
  return ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December"][first % 12] + " " + (year + Math.floor(first / 12));
}

/* ---- elements; text is set as text ---- */
function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, v] of Object.entries(props)) {
    if (name === "on") for (const [event, act] of Object.entries(v)) made.addEventListener(event, act);
    else if (v !== null && v !== undefined && v !== false) made.setAttribute(name, v === true ? "" : v);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined));
  return made;
}
function figureButton(text, keys, what, from = 0, to = Infinity) {
  return el("button", { type: "button", class: "figure", title: "Explain", "aria-label": what + ": " + text + ". Explain",
    on: { click: () => explain(keys, what, from, to) } }, text);
}
function table(id, heads, rows, chosen = -1) {
  const box = $(id);
  const head = el("tr", {}, ...heads.map((one) => el("th", { scope: "col" }, one)));
  const body = rows.map((row, at) => el("tr", at === chosen ? { class: "chosen" } : {},
    ...row.map((cell, place) => el(place ? "td" : "th", place ? {} : { scope: "row" }, cell))));
  box.replaceChildren(el("thead", {}, head), el("tbody", {}, ...body));
}

/* ---- what is shown ---- */
let shown = null;
function show() {
  evaluate();
  shown = standing();
  const changed = state.changes.size > 0;
  const own = scenario();
  $("sentence").textContent = changed ? sentence(shown) : own.sentence;
  $("follow").textContent = changed ? "" : own.followUp;
  $("was").hidden = !changed;
  $("was").textContent = "As exported: " + own.sentence;
  $("now").textContent = $("sentence").textContent;
  $("live").hidden = !changed;
  $("exported").classList.toggle("stale", changed || state.scenario !== D.scenario);
  $("stale").hidden = !(changed || state.scenario !== D.scenario);
  const ruled = [...state.changes.keys()].filter((key) => decl(key).ruled).map(nameOf);
  $("ruled").hidden = !ruled.length;
  $("ruled").textContent = "Rules look at " + ruled.join(", ") + ": whether every option is still allowed is not worked out" +
    " here. Check it in Boardcase before you rely on this.";
  showChanges();
  showOptions();
  showChart();
  showYears();
  for (const one of controls) one.refresh();
}
function showChanges() {
  const list = [...state.changes].map(([key, v]) => el("li", {}, nameOf(key) + ": " + inUnit(key, v) +
    " (as exported " + inUnit(key, planned(key)) + ") ", el("button", { type: "button", on: { click: () => put(key, null) } },
    "Undo", el("span", { class: "unseen" }, " " + nameOf(key)))));
  $("changes").replaceChildren(...list);
  $("changed").hidden = !list.length;
}
function showOptions() {
  const rows = shown.there.map((one) => {
    const barred = shown.barred(one.key), twin = shown.twins.get(one.key);
    const cells = D.columns.map(([head, name]) => one.lines[name]
      ? figureButton(thousands(figure(one.lines[name])), [one.lines[name]], one.label + ", " + head) : "–");
    return [one.label + (barred ? " (not allowed, as exported)" : twin ? " (the same as " + byKey.get(twin).inSentence + ")" : ""),
      ...cells, stays(one.key)];
  });
  const at = shown.there.findIndex((one) => one.key === shown.best && ["clear", "close", "only"].includes(shown.state));
  table("options", [D.symbol + "k", ...D.columns.map(([head]) => head), "Stays cheaper than cloud from"], rows, at);
}
function stays(key) {
  if (key === "cloud") return "";
  const found = D.pairs.find((one) => one.first === "cloud" && one.second === key && one.basis === "nominal");
  if (!found || !found.lines.stays) return "";
  return figure(found.lines.stays) > 0 ? "month " + Math.ceil(figure(found.lines.sustained) - 1e-9) : "never";
}
function showYears() {
  const s = shown, able = s.there.map((one) => one.key);
  if (!able.includes(state.option)) state.option = able.includes(s.best) ? s.best : able[0];
  $("option").value = state.option;
  const one = byKey.get(state.option), edges = D.years.edges;
  const rows = [];
  const sums = D.years.heads.map(() => 0);
  for (const [slug, label] of D.areas) {
    const keys = one.costs.filter((key) => D.lines[key][9] === slug);
    if (!keys.length) continue;
    const monthly = keys.map(months);
    const cells = D.years.heads.map((head, at) => {
      let sum = 0;
      for (const line of monthly) for (let m = edges[at]; m < edges[at + 1]; m++) sum += line[m];
      sums[at] += sum;
      return figureButton(thousands(sum), keys, one.label + ", " + label + ", " + head, edges[at], edges[at + 1]);
    });
    const whole = monthly.flat().reduce((all, v) => all + v, 0);
    rows.push([label, ...cells, figureButton(thousands(whole), keys, one.label + ", " + label)]);
  }
  rows.push(["All", ...sums.map(thousands), thousands(sums.reduce((all, v) => all + v, 0))]);
  table("years", [D.symbol + "k", ...D.years.heads, "Whole"], rows, rows.length - 1);
}

/* ---- the chart ---- */
const SVG = "http://www.w3.org/2000/svg";
function s(tag, props, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, v] of Object.entries(props)) made.setAttribute(name, v);
  made.append(...children);
  return made;
}
function ticks(low, high, most) {
  const span = high - low || 1, rough = span / (most - 1), power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((by) => by * power >= rough * 0.999) * power;
  const out = [];
  for (let n = Math.floor(low / step + 1e-9); n * step <= high + step * 1e-9; n++) out.push(n * step);
  return out;
}
function series() {
  const name = state.basis === "nominal" ? "cumulative" : "discounted";
  const out = shown.there.filter((one) => !shown.twins.has(one.key)).map((one) => {
    const same = shown.there.filter((other) => shown.twins.get(other.key) === one.key).map((other) => other.inSentence);
    return { key: one.key, label: [one.label, ...same].join(" = "), dash: one.dash, values: months(one.lines[name]),
      line: one.lines[name] };
  });
  const usual = state.basis === "nominal" && D.named.usualCurve ? months(D.named.usualCurve) : [];
  if (usual.some((v) => v)) {
    out.push({ key: "usual", label: "Business as usual", dash: [8, 3, 2, 3], values: usual, line: D.named.usualCurve });
  }
  return out;
}
function marks(drawn) {
  const out = [], best = ["usual", "nothing"].includes(shown.state) ? shown.rival : shown.best;
  for (const one of D.pairs) {
    if (one.basis !== state.basis || ![one.first, one.second].includes(best)) continue;
    if ([one.first, one.second].some((key) => shown.twins.has(key) || !drawn.some((line) => line.key === key))) continue;
    const flags = months(one.lines.crossing), at = months(one.lines.month), sign = months(one.lines.sign);
    flags.forEach((flag, m) => {
      if (!flag) return;
      const to = sign[m] > 0 ? one.second : one.first, from = sign[m] > 0 ? one.first : one.second;
      const line = drawn.find((curve) => curve.key === to).values, x = at[m], low = Math.floor(x);
      const y = line[low] + (x - low) * ((line[low + 1] ?? line[low]) - line[low]);
      out.push({ month: x, amount: y, text: "month " + Math.ceil(x - 1e-9) + ": " + byKey.get(to).inSentence +
        " cheaper than " + byKey.get(from).inSentence });
    });
  }
  return out.sort((a, b) => a.month - b.month).slice(0, 9);
}
function showChart() {
  const drawn = series(), passed = marks(drawn), box = $("chart");
  const width = Math.max(300, box.clientWidth || 640), narrow = width < 560;
  const height = Math.round(Math.min(440, Math.max(240, width * 0.48)));
  const longest = Math.max(...drawn.map((one) => one.label.length + money(one.values[D.horizon]).length + 1));
  const most = Math.max(0, ...drawn.flatMap((one) => one.values)), least = Math.min(0, ...drawn.flatMap((one) => one.values));
  const steps = ticks(least, most, 7);
  const left = 16 + 7.4 * Math.max(...steps.map((one) => money(one).length)), right = narrow ? 14 : Math.min(width * 0.4, 38 + 7.4 * longest), top = 14, bottom = 48;
  const low = Math.min(steps[0], least), high = Math.max(steps[steps.length - 1], most);
  const X = (m) => left + (width - left - right) * m / D.horizon;
  const Y = (v) => height - bottom - (height - top - bottom) * (v - low) / (high - low || 1);
  const picture = s("svg", { viewBox: "0 0 " + width + " " + height, width, height, role: "img", "aria-labelledby": "charttext" });
  for (const one of steps) {
    picture.append(s("line", { class: one ? "grid" : "axis", x1: left, x2: width - right, y1: Y(one), y2: Y(one) }),
      s("text", { class: "tick", x: left - 8, y: Y(one) + 4, "text-anchor": "end" }, money(one)));
  }
  const every = D.horizon > 72 || (narrow && D.horizon > 48) ? 24 : D.horizon > 24 ? 12 : 6;
  for (let m = 0; m <= D.horizon; m += every) {
    picture.append(s("line", { class: "axis", x1: X(m), x2: X(m), y1: height - bottom, y2: height - bottom + 5 }),
      s("text", { class: "tick", x: X(m), y: height - bottom + 18, "text-anchor": "middle" }, String(m)));
  }
  picture.append(s("text", { class: "tick", x: (left + width - right) / 2, y: height - 8, "text-anchor": "middle" },
    "Months from " + monthName(0)));
  for (const one of [...drawn].reverse()) {
    const points = one.values.map((v, m) => X(m).toFixed(1) + "," + Y(v).toFixed(1)).join(" ");
    picture.append(s("polyline", { class: "curve c-" + one.key, points, "stroke-dasharray": one.dash.join(" ") || "none" }));
  }
  passed.forEach((one, at) => {
    const x = X(one.month), y = Y(one.amount), above = y - 20 > top && (at % 2 === 0 || y + 32 > height - bottom), up = above ? -20 : 20;
    picture.append(s("line", { class: "axis", x1: x, x2: x, y1: y, y2: y + up }), s("circle", { class: "mark", cx: x,
      cy: y + up, r: 8 }, s("title", {}, one.text)), s("text", { class: "count", x, y: y + up + 3.5, "text-anchor": "middle" },
      String(at + 1)));
  });
  if (!narrow) {
    const ends = drawn.map((one) => ({ one, y: Y(one.values[D.horizon]) })).sort((a, b) => a.y - b.y);
    ends.forEach((end, at) => { if (at) end.y = Math.max(end.y, ends[at - 1].y + 17); });
    for (let at = ends.length - 1, most = height - bottom; at >= 0; at--) {
      ends[at].y = Math.min(ends[at].y, most);
      most = ends[at].y - 17;
    }
    for (const { one, y } of ends) {
      const x = width - right + 8;
      picture.append(s("line", { class: "curve c-" + one.key, x1: x, x2: x + 14, y1: y, y2: y }), s("text", { class: "name",
        x: x + 19, y: y + 4 }, one.label + " " + money(one.values[D.horizon])));
    }
  }
  box.replaceChildren(picture);
  const legend = drawn.map((one) => el("li", {}, swatch(one), one.label + " " + money(one.values[D.horizon])));
  $("legend").replaceChildren(...legend);
  $("legend").hidden = !narrow;
  $("passed").textContent = passed.length ? "Crossovers: " + passed.map((one, at) => at + 1 + ". " + one.text).join("; ") + "."
    : "The curves of the cheapest option and the others do not cross.";
  $("charttext").textContent = "Line chart of cumulative cost" + (state.basis === "nominal" ? "" : ", discounted") +
    " from " + monthName(0) + " over " + D.horizon + " months. At the end: " +
    drawn.map((one) => one.label + " " + money(one.values[D.horizon])).join("; ") + ".";
  const more = $("curves").closest("details");
  more.ontoggle = () => { if (more.open) showCurves(drawn); };
  if (more.open) showCurves(drawn);
}
function showCurves(drawn) {
  const at = D.years.edges.slice(1).map((edge) => edge - 1);
  table("curves", ["Month", ...drawn.map((one) => one.label)], at.map((m) => [m + ", " + monthName(m),
    ...drawn.map((one) => figureButton(money(one.values[m]), [one.line], one.label + ", month " + m, m, m + 1))]));
}
function swatch(one) {
  const picture = s("svg", { width: 34, height: 10, "aria-hidden": "true" });
  picture.append(s("line", { class: "curve c-" + one.key, x1: 0, x2: 34, y1: 5, y2: 5, "stroke-dasharray": one.dash.join(" ") || "none" }));
  return picture;
}

/* ---- inputs ---- */
const controls = [];
function take(key, v) {
  const same = v === null || v === planned(key);
  if (same) state.changes.delete(key); else state.changes.set(key, v);
}
function put(key, v) {
  take(key, v);
  show();
}
let coming = 0;
function putSoon(key, v) {
  take(key, v);
  cancelAnimationFrame(coming);
  coming = requestAnimationFrame(show);  // a drag is shown once a frame, however often it moves
}
function control(key, removable) {
  const one = decl(key), id = "in-" + D.inputs[place.get(key)][0].replaceAll(/[^a-z0-9]/gi, "-");
  const numeric = ["quantity", "integer", "share"].includes(one.kind);
  const error = el("p", { class: "wrong", id: id + "-wrong", role: "alert", hidden: true });
  const note = el("p", { class: "note" });
  let field, slider = null;
  const refuse = (text) => { error.textContent = text; error.hidden = !text; field.setAttribute("aria-invalid", text ? "true" : "false"); };
  const taken = (found) => {
    refuse(found.wrong ? found.wrong + " The figures stand at " + inUnit(key, value(key)) + "." : "");
    if (!found.wrong) put(key, found.value);
  };
  const shared = { id, "aria-describedby": id + "-wrong", title: one.help };
  if (numeric || one.kind === "month") {
    field = el("input", { ...shared, type: "text", inputmode: one.kind === "month" ? "text" : "decimal", autocomplete: "off",
      on: { change: () => taken(read(key, field.value)), focus: () => field.select() } });
  } else {
    const picks = one.kind === "flag" ? [[true, "Yes"], [false, "No"]] : one.kind === "row" ? D.tables[one.table] : one.choices;
    field = el("select", { ...shared, on: { change: () => put(key, picks[field.selectedIndex][0]) } },
      ...picks.map(([, label]) => el("option", {}, label)));
    field.picks = picks;
  }
  if (numeric) {
    const now = Number(planned(key)), [a, b] = one.plausible || one.bounds;
    const low = Math.min(a, now), high = Math.max(b, now);
    slider = el("input", { type: "range", min: 0, max: 400, step: 1, "aria-label": nameOf(key), on: { input: () => {
      let v = Number((low + (high - low) * Number(slider.value) / 400).toPrecision(4));
      if (one.kind === "integer") v = Math.round(v);
      refuse("");
      putSoon(key, Math.min(Math.max(v, one.bounds[0]), one.bounds[1]));
    } } });
    slider.ends = [low, high];
  }
  const back = el("button", { type: "button", on: { click: () => { refuse(""); put(key, null); } } }, "As exported",
    el("span", { class: "unseen" }, ": " + nameOf(key)));
  const gone = removable ? el("button", { type: "button", on: { click: () => {
    controls.splice(controls.indexOf(made), 1);
    made.box.remove();
  } } }, "Remove", el("span", { class: "unseen" }, ": " + nameOf(key))) : null;
  const unit = el("span", { class: "unit" });
  const box = el("div", { class: "control" }, el("label", { for: id }, nameOf(key)),
    el("div", { class: "entry" }, field, unit, back, gone), slider, error, note);
  const made = { key, box, refresh() {
    const v = value(key);
    unit.textContent = numeric ? one.unit.replace("£", symbolOf(key)) : "";
    if (field.picks) field.selectedIndex = field.picks.findIndex(([pick]) => pick === v);
    else if (document.activeElement !== field || error.hidden) field.value = entered(key, v);
    if (slider) {
      const [low, high] = slider.ends;
      slider.value = String(Math.round((v - low) / (high - low || 1) * 400));
      slider.setAttribute("aria-valuetext", inUnit(key, v));
    }
    back.hidden = !state.changes.has(key);
    note.textContent = counts(key) ? "" : "Not in use with the other inputs as they are: moving it changes nothing.";
  } };
  return made;
}
function counts(key) {
  const one = decl(key), row = key.slice(0, key.lastIndexOf(".") + 1);
  if (place.has(row + "active") && !value(row + "active")) return false;
  return !one.when || one.when.some(([name, values]) => !place.has(row + name) || values.includes(String(value(row + name))));
}
function add(key) {
  let made = controls.find((one) => one.key === key);
  if (!made) {
    made = control(key, true);
    controls.push(made);
    $("controls").append(made.box);
    made.refresh();
  }
  made.box.querySelector("input,select").focus();
}
function search() {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length ? D.inputs.filter(([key, at]) => D.declared[at].moves &&
    words.every((word) => nameOf(key).toLowerCase().includes(word))) : [];
  $("found").replaceChildren(...found.slice(0, 12).map(([key]) => el("li", {}, el("button", { type: "button",
    on: { click: () => { $("search").value = ""; search(); add(key); } } }, nameOf(key) + " · " + inUnit(key, value(key))))));
  $("count").textContent = !words.length ? "" : found.length === 0 ? "No input is called that."
    : found.length > 12 ? "12 of " + found.length + " inputs; type more to narrow them down." : found.length + (found.length === 1 ? " input" : " inputs");
}

/* ---- explanation, down to the source ---- */
const trail = [];
function explain(keys, what, from = 0, to = Infinity) {
  trail.length = 0;
  if (keys.length === 1) open(keys[0], from); else several(keys, what, from, to);
  if (!$("why").open) $("why").showModal();
}
function several(keys, what, from, to) {
  trail.push(() => several(keys, what, from, to));
  const rows = keys.map((key) => [D.lines[key][3], figure(key, from, to), key]).filter((row) => Math.abs(row[1]) >= D.penny)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const sum = rows.reduce((all, row) => all + row[1], 0);
  $("whytext").replaceChildren(el("h2", {}, what), el("p", {}, "The sum of " + rows.length + " cost line" +
    (rows.length === 1 ? "" : "s") + ": " + lineAmount(sum, D.symbol) + "."),
  listing(rows.map(([label, v, key]) => [step(label, () => open(key, from)), lineAmount(v, D.symbol)]), ["Line", "Amount"]));
  ends();
}
function open(key, month = 0) {
  const [at, rows, n, label, unit, axes, words, lines, inputs] = D.lines[key];
  const m = Math.min(Math.max(0, month), n - 1);
  trail.push(() => open(key, m));
  const body = [el("h2", {}, label)];
  if (n > 1) {
    const pick = el("input", { type: "number", min: 0, max: n - 1, value: m, id: "whymonth", on: { change: () => {
      const asked = Math.min(Math.max(0, Math.round(Number(pick.value) || 0)), n - 1);
      trail.pop();
      open(key, asked);
    } } });
    body.push(el("p", { class: "when" }, el("label", { for: "whymonth" }, "Month "), pick, " " + monthName(m)));
  }
  const values = [];
  for (let r = 0; r < rows; r++) values.push([rowName(axes, r), lineAmount(V[at + r * n + m], unit)]);
  if (rows === 1) body.push(el("p", { class: "value" }, values[0][1]));
  else body.push(listing(values.slice(0, 60), ["Row", n > 1 ? "In month " + m : "Value"]));
  body.push(el("p", {}, el("strong", {}, "Worked out as: "), words));
  const below = lines.map((one) => [step(D.lines[one][3], () => open(one, m)), brief(one, m), ""]);
  for (const one of inputs) {
    const mine = D.inputs.filter(([, of]) => of === one);
    for (const [input] of mine) below.push([nameOf(input), inUnit(input, value(input)), restsOn(input)]);
  }
  if (below.length) body.push(el("h3", {}, "It rests on"), listing(below, ["What", n > 1 ? "In month " + m : "Value", "Source"]));
  body.push(el("p", { class: "note" }, key));
  $("whytext").replaceChildren(...body);
  ends();
}
function brief(key, month) {
  const [at, rows, n, , unit] = D.lines[key], m = Math.min(month, n - 1);
  return rows === 1 ? lineAmount(V[at + m], unit) : rows + " rows";
}
function rowName(axes, r) {
  const names = [];
  for (const axis of [...axes].reverse()) {
    const all = D.axes[axis], at = r % all.length;
    r = Math.floor(r / all.length);
    const known = (D.tables[axis] || []).find((one) => one[0] === all[at]);
    names.unshift(known ? known[1] : axis + " " + all[at]);
  }
  return names.join(", ");
}
function step(label, act) { return el("button", { type: "button", class: "figure", on: { click: act } }, label); }
function listing(rows, heads) {
  return el("div", { class: "wide", tabindex: 0 }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((one) => el("th", { scope: "col" }, one)))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, at) => el(at ? "td" : "th", at ? {} : { scope: "row" }, cell)))))));
}
function ends() {
  $("whyback").hidden = trail.length < 2;
  $("whytext").scrollTop = 0;
}

/* ---- begin ---- */
function begin() {
  const pick = $("scenario");
  pick.replaceChildren(...D.scenarios.map((one) => el("option", { value: one.slug }, one.name)));
  pick.value = state.scenario;
  pick.addEventListener("change", () => {
    state.scenario = pick.value;
    for (const [key, v] of [...state.changes]) if (v === planned(key)) state.changes.delete(key);
    show();
  });
  $("option").replaceChildren(...D.options.map((one) => el("option", { value: one.key }, one.label)));
  $("option").addEventListener("change", () => { state.option = $("option").value; showYears(); });
  for (const one of document.querySelectorAll("input[name=basis]")) {
    one.addEventListener("change", () => { state.basis = one.value; showChart(); });
  }
  for (const key of D.pinned) {
    const made = control(key, false);
    controls.push(made);
    $("controls").append(made.box);
  }
  $("search").addEventListener("input", search);
  $("reset").addEventListener("click", () => { state.changes.clear(); show(); });
  $("whyclose").addEventListener("click", () => $("why").close());
  $("whyback").addEventListener("click", () => { trail.pop(); trail.pop()(); });
  let waiting = 0;
  addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(showChart); });
  show();
  for (const one of document.querySelectorAll(".needs-script")) one.hidden = false;
  showChart();
}
