// `defer` for what is asked a hundred thousand times a second.
import { Observable } from 'rxjs';

/**
 * Makes the stream when it is subscribed, and hands the subscriber on as it is: `defer` puts one of its own in between,
 * which costs a request as much as sending it.
 *
 * @param make what it throws, the stream errors with
 * @example lazily(() => requester.ask('echo', data))
 */
export const lazily = <T>(make: () => Observable<T>): Observable<T> =>
  new Observable((out) => make().subscribe(out));
