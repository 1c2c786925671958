#!/usr/bin/env node
// Old syntax on purpose: an old Node.js must get far enough to say what is wrong.
if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error("sluice needs Node.js 24 or newer; this is " + process.version + ".");
  process.exitCode = 2;
} else {
  import("./launch.js").then(function (launch) {
    return launch.launch("runSluice");
  });
}
