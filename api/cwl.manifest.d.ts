// The public API of @sluice/cwl/manifest. Written by `npm run api`.

// manifest.d.ts
export declare const cwlManifest: PluginManifest;
