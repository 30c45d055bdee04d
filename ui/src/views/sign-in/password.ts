/** The password rule as the desk checks it, so that the form can show it live. The desk decides; this only shows. */
export interface PasswordRules {
  length: boolean;
  classes: boolean;
  name: boolean;
}

const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}\s]/u];

/** `names`: account and name; a password that contains one (of two characters or more) is refused. */
export function passwordRules(password: string, names: readonly string[]): PasswordRules {
  const lower = password.toLowerCase();
  const given = names.map((name) => name.trim().toLowerCase()).filter((name) => name.length >= 2);
  return {
    length: [...password].length >= 10,
    classes: kinds.filter((kind) => kind.test(password)).length >= 3,
    name: password !== '' && !given.some((name) => lower.includes(name)),
  };
}

export function passwordHolds(password: string, names: readonly string[]): boolean {
  return Object.values(passwordRules(password, names)).every(Boolean);
}
