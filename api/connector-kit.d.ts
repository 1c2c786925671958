// The public API of @sluice/connector-kit. Written by `npm run api`.

