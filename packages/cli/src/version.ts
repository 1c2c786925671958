/** Version of the command; a test keeps it equal to that of the package. */
export const version = "0.1.0";
