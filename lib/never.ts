// Ends every switch on a union, so that a new member breaks the build where somebody has to think.

/** Unreachable while the types hold; says what came when they did not. */
export const never = (value: never): never => {
  throw new TypeError(`not a case that is known here: ${JSON.stringify(value)}`);
};
