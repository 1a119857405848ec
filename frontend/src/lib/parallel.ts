interface Session {
  id: string;
  starts_at: string;
  ends_at: string;
  cancelled: boolean;
}

/** Sessions that run at the same time as another: nobody is at both, so one is picked (PR-8). */
export function parallelOf<One extends Session>(sessions: One[]): One[] {
  const held = sessions.filter(({ cancelled }) => !cancelled);
  return held.filter((one) => held.some((other) => other.id !== one.id && other.starts_at < one.ends_at && one.starts_at < other.ends_at));
}
