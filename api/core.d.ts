// The public API of @sluice/core. Written by `npm run api`.

