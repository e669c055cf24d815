import { spawn } from 'node:child_process';

/** Opens `url` in the person's browser where a desktop is there; elsewhere nothing happens. */
export function openAddress(url: string): void {
  const command = openerFor(process.platform, process.env);
  if (command === null || !process.stdout.isTTY) return;
  const [program = '', ...args] = [...command, url];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}

function openerFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] | null {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  const hasDesktop = Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY) && !env.SSH_CONNECTION;
  return hasDesktop ? ['xdg-open'] : null;
}
