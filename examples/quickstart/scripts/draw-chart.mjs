// Draws yearly statistics as an SVG picture: a panel per station, temperatures above, rain below.
// Usage: node draw-chart.mjs statistics.csv TITLE > chart.svg
import { readFileSync } from "node:fs";

const [file, title] = process.argv.slice(2);
const ink = { text: "#1f2933", soft: "#66727f", grid: "#e6e9ed", band: "#f9d5bd", line: "#c8501e", rain: "#5b93c7", paper: "#ffffff" };
const page = { width: 1080, margin: 44, top: 116, gap: 36, columns: 3 };
const panel = { head: 44, temperature: 150, space: 16, rain: 62, foot: 24 };
panel.width = (page.width - 2 * page.margin - (page.columns - 1) * page.gap) / page.columns;
panel.height = panel.head + panel.temperature + panel.space + panel.rain + panel.foot;

const stations = groupByStation(readRows(file));
const rows = [...stations.values()].flat();
const years = extent(rows.map((row) => row.year));
const celsius = rounded(extent(rows.flatMap((row) => [row.low, row.high])), 5);
const millimetres = [0, Math.ceil(Math.max(...rows.map((row) => row.rain)) / 250) * 250];
const lines = Math.ceil(stations.size / page.columns);
const height = page.top + lines * (panel.height + page.gap);

process.stdout.write(
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${page.width} ${height}" width="${page.width}" height="${height}" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${page.width}" height="${height}" fill="${ink.paper}"/>`,
    text(page.margin, 52, title, { size: 26, weight: 700 }),
    text(page.margin, 78, `Yearly means of daily temperature and yearly rain, ${years[0]} to ${years[1]}`, { size: 14, fill: ink.soft }),
    legend(page.width - page.margin, 52),
    ...[...stations].map(([name, data], index) => drawPanel(name, data, index)),
    "</svg>\n",
  ].join("\n"),
);

function drawPanel(name, data, index) {
  const left = page.margin + (index % page.columns) * (panel.width + page.gap);
  const top = page.top + Math.floor(index / page.columns) * (panel.height + page.gap);
  const inner = { left: 44, right: panel.width - 34 };
  const x = scale(years, [inner.left + 8, inner.right - 8]);
  const t = scale(celsius, [panel.head + panel.temperature, panel.head]);
  const rainTop = panel.head + panel.temperature + panel.space;
  const r = scale(millimetres, [rainTop + panel.rain, rainTop]);
  const points = (key) => data.map((row) => `${round(x(row.year))},${round(t(row[key]))}`);
  const last = data.at(-1);
  const change = trend(data) * 10;
  const barWidth = Math.min(12, ((inner.right - inner.left) / data.length) * 0.62);
  return [
    `<g transform="translate(${round(left)} ${top})">`,
    text(0, 16, name[0].toUpperCase() + name.slice(1), { size: 17, weight: 650 }),
    text(panel.width, 16, `${change >= 0 ? "+" : "−"}${Math.abs(change).toFixed(1)} °C per decade`, { size: 12.5, fill: ink.soft, anchor: "end" }),
    ...ticks(celsius, 5).map((value) => gridLine(inner, t(value), `${value === celsius[1] ? `${value} °C` : String(value).replace("-", "−")}`, value === 0)),
    `<polygon points="${[...points("low"), ...points("high").reverse()].join(" ")}" fill="${ink.band}" fill-opacity="0.75"/>`,
    `<polyline points="${points("mean").join(" ")}" fill="none" stroke="${ink.line}" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round"/>`,
    `<circle cx="${round(x(last.year))}" cy="${round(t(last.mean))}" r="3.4" fill="${ink.line}" stroke="${ink.paper}" stroke-width="1.5"/>`,
    text(inner.right + 1, t(last.mean) + 4, `${last.mean.toFixed(1).replace("-", "−")}°`, { size: 12, weight: 650, fill: ink.line }),
    gridLine(inner, r(millimetres[1]), `${millimetres[1]} mm`, false),
    gridLine(inner, r(0), "0", true),
    ...data.map((row) => `<rect x="${round(x(row.year) - barWidth / 2)}" y="${round(r(row.rain))}" width="${round(barWidth)}" height="${round(r(0) - r(row.rain))}" rx="1.5" fill="${ink.rain}"><title>${row.year}: ${row.rain.toFixed(0)} mm of rain, ${row.frost_days} frost days, ${row.summer_days} summer days</title></rect>`),
    text(inner.right + 1, r(last.rain) + 4, last.rain.toFixed(0), { size: 12, weight: 650, fill: ink.rain }),
    ...yearTicks().map((year) => text(x(year), panel.height - 6, String(year), { size: 11, fill: ink.soft, anchor: "middle" })),
    "</g>",
  ].join("\n");
}

function legend(right, y) {
  const from = right - 352;
  return [
    `<rect x="${from}" y="${y - 12}" width="26" height="14" rx="2" fill="${ink.band}"/>`,
    `<line x1="${from}" y1="${y - 5}" x2="${from + 26}" y2="${y - 5}" stroke="${ink.line}" stroke-width="2.2"/>`,
    text(from + 34, y, "mean, between lowest and highest", { size: 13, fill: ink.soft }),
    `<rect x="${right - 66}" y="${y - 12}" width="9" height="14" rx="1.5" fill="${ink.rain}"/>`,
    text(right - 50, y, "rain", { size: 13, fill: ink.soft }),
  ].join("\n");
}

function gridLine({ left, right }, y, label, strong) {
  const line = `<line x1="${left}" y1="${round(y)}" x2="${round(right)}" y2="${round(y)}" stroke="${strong ? "#b8c0c9" : ink.grid}" stroke-width="1"/>`;
  return `${line}\n${text(left - 5, y + 4, label, { size: 11, fill: ink.soft, anchor: "end" })}`;
}

function text(x, y, content, { size, weight = 400, fill = ink.text, anchor = "start" }) {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escape(content)}</text>`;
}

function readRows(path) {
  const [header, ...body] = readFileSync(path, "utf8").trim().split("\n");
  const names = header.split(",");
  return body.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [names[index], index === 0 ? cell : Number(cell)])));
}

function groupByStation(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.station, [...(groups.get(row.station) ?? []), row]);
  return groups;
}

/** Slope of the least-squares line through the yearly means, in °C per year. */
function trend(data) {
  const meanYear = average(data.map((row) => row.year));
  const meanValue = average(data.map((row) => row.mean));
  const covariance = average(data.map((row) => (row.year - meanYear) * (row.mean - meanValue)));
  return covariance / average(data.map((row) => (row.year - meanYear) ** 2));
}

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function extent(values) {
  return [Math.min(...values), Math.max(...values)];
}

function rounded([from, to], step) {
  return [Math.floor(from / step) * step, Math.ceil(to / step) * step];
}

function ticks([from, to], step) {
  const wide = (to - from) / step > 6 ? step * 2 : step;
  const first = Math.ceil(from / wide) * wide;
  return Array.from({ length: Math.floor((to - first) / wide) + 1 }, (_, index) => first + index * wide);
}

function yearTicks() {
  const step = Math.max(1, Math.round((years[1] - years[0]) / 3));
  return Array.from({ length: Math.floor((years[1] - years[0]) / step) + 1 }, (_, index) => years[0] + index * step);
}

function scale([from, to], [start, end]) {
  return (value) => (to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start));
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function escape(content) {
  return String(content).replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]);
}
