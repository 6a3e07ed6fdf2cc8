import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Children of ours run in process groups of their own, so that Ctrl-C reaches us alone and we stop them in order.
 * The price: were we killed with SIGKILL, nobody would stop them. The guardian is a tiny shell that reads from a pipe
 * which only we hold. When the pipe closes, we are gone, however that came about, and it ends what we had started.
 */
const SCRIPT = `
pids=""
while read -r op pid; do
  case "$op" in
    +) pids="$pid $pids" ;;
    -) kept=""; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids="$kept" ;;
  esac
done
for p in $pids; do kill -TERM "$p" 2>/dev/null; done
for tenth in $(seq 100); do
  alive=""
  for p in $pids; do kill -0 "$p" 2>/dev/null && alive="yes"; done
  [ -z "$alive" ] && break
  sleep 0.1
done
for p in $pids; do kill -KILL -- "-$p" 2>/dev/null; done
exit 0
`;

let guardian: ChildProcess | undefined;

function tell(line: string): void {
  if (!guardian) {
    guardian = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    guardian.on('error', () => {}); // no shell: children then end only by our own stop()
    guardian.stdin?.on('error', () => {});
    guardian.unref(); // neither the guardian nor its pipe keeps us alive
    (guardian.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }
  guardian.stdin?.write(line);
}

export const guard = (pid: number): void => tell(`+ ${pid}\n`);
export const unguard = (pid: number): void => tell(`- ${pid}\n`);
