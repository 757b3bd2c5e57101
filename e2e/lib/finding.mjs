/** An error that says what the page did wrong; where in the harness it was noticed helps nobody, so it has no stack. */
export function finding(message) {
  const error = new Error(message);
  error.stack = message;
  return error;
}

export function expect(holds, message) {
  if (!holds) throw finding(message);
}
