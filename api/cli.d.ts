// The public API of sluice. Written by `npm run api`.

