/** With what the simulator signs in at the platform. */
export type Credentials =
  { readonly token: string } | { readonly username: string; readonly password: string };

/**
 * From the environment: HAIDANG_TOKEN, or HAIDANG_USER and HAIDANG_PASSWORD; a command line would show them to everybody on the machine.
 * @returns undefined when they are not set: at a demo the demo's own account serves
 */
export function credentialsOf(env: Readonly<Record<string, string | undefined>>): Credentials | undefined {
  const { HAIDANG_TOKEN: token, HAIDANG_USER: username, HAIDANG_PASSWORD: password } = env;
  if (token !== undefined && token !== '') return { token };
  return username === undefined || password === undefined ? undefined : { username, password };
}
