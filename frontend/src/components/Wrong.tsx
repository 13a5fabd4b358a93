/** Why something was refused. */
export function Wrong({ error }: { error: Error | null | undefined }) {
  return (
    error && (
      <p role="alert" className="error break">
        {error.message}
      </p>
    )
  );
}
