// The public API of @sluice/cwl. Written by `npm run api`.

