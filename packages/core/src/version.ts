/** Version of the engine; the release script keeps it equal to the package's. */
export const engineVersion = "0.1.0";
