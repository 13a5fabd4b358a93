import "react";

declare module "react" {
  // Our own custom properties may be set from components.
  interface CSSProperties {
    [token: `--${string}`]: string | number | undefined;
  }
}
