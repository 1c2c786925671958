// Makes the station records in ../data. They are synthetic: the formulas below, not thermometers, made them, and the
// stations do not exist. The same numbers come out every time. See ../README.md.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const firstYear = 2010;
const lastYear = 2024;
const missing = -9999;
const missingShare = 0.004;

/** Mean temperature, half the yearly swing, half the daily swing, trend per decade (°C); yearly rain (mm), share of wet days, day of most rain. */
const stations = [
  { id: "harbour", name: "Harbour", height: 4, mean: 10.4, season: 6.2, daily: 3.2, trend: 0.3, rain: 780, wet: 0.44, rainPeak: 320 },
  { id: "valley", name: "Valley", height: 210, mean: 11.8, season: 9.8, daily: 5.6, trend: 0.4, rain: 610, wet: 0.31, rainPeak: 170 },
  { id: "plateau", name: "Plateau", height: 890, mean: 7.1, season: 9.4, daily: 4.8, trend: 0.5, rain: 940, wet: 0.42, rainPeak: 190 },
  { id: "ridge", name: "Ridge", height: 2105, mean: 0.6, season: 7.9, daily: 3.4, trend: 0.6, rain: 1480, wet: 0.52, rainPeak: 200 },
  { id: "steppe", name: "Steppe", height: 130, mean: 9.3, season: 13.6, daily: 6.1, trend: 0.5, rain: 420, wet: 0.24, rainPeak: 165 },
  { id: "island", name: "Island", height: 18, mean: 17.9, season: 5.4, daily: 2.7, trend: 0.25, rain: 520, wet: 0.22, rainPeak: 340 },
];

/** A small generator of numbers from 0 to 1 (mulberry32). */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function recordsOf(station, random) {
  const lines = [`# ${station.name}, ${station.height} m`, "# date,tmin,tmax,rain: tenths of °C, tenths of mm; -9999 is missing"];
  let weather = 0;
  let yearEffect = 0;
  let wasWet = false;
  for (let time = Date.UTC(firstYear, 0, 1); time <= Date.UTC(lastYear, 11, 31); time += 86_400_000) {
    const date = new Date(time);
    const day = (time - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000;
    if (day === 0) yearEffect = 0.45 * normal(random);
    weather = 0.78 * weather + 1.9 * normal(random);
    const season = -Math.cos((2 * Math.PI * (day - 18)) / 365.25);
    const decades = (date.getUTCFullYear() + day / 365.25 - firstYear) / 10;
    const rainSeason = 1 + 0.35 * Math.cos((2 * Math.PI * (day - station.rainPeak)) / 365.25);
    const wet = random() < station.wet * rainSeason * (wasWet ? 1.45 : 0.72);
    wasWet = wet;
    const rain = wet ? -Math.log(1 - random()) * (station.rain / 365.25 / station.wet) : 0;
    const mean = station.mean + station.season * season + station.trend * decades + yearEffect + weather;
    const swing = station.daily * (wet ? 0.7 : 1.1) * (0.75 + 0.5 * random());
    const values = [mean - swing, mean + swing, rain].map((value) => (random() < missingShare ? missing : Math.round(value * 10)));
    lines.push([date.toISOString().slice(0, 10).replaceAll("-", ""), ...values].join(","));
  }
  return `${lines.join("\n")}\n`;
}

stations.forEach((station, index) => {
  writeFileSync(join(import.meta.dirname, "..", "data", `${station.id}.csv`), recordsOf(station, createRandom(20_260 + index)));
});
