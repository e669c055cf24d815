/** The socket a subscription runs over, as far as it concerns how much may be sent. */
export interface LiveConnection {
  /** Resolves once the peer has read what was sent, up to a bound, or is gone. */
  drained(): Promise<void>;
  /**
   * One subscription more; call the answer when it has ended.
   * @throws ServiceError `rate_limited` where there are too many already
   */
  openStream(): () => void;
}
