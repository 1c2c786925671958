// The public API of @sluice/cwl. Written by `npm run api`.

// cwl-plugin.d.ts
export declare const cwlPlugin: Plugin;
