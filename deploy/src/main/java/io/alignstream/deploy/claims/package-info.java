/**
 * What MVPTR's parts are worth, in the small: the same training with and without a part, several
 * seeds each. {@link io.alignstream.deploy.claims.Comparison} says what is compared, {@link
 * io.alignstream.deploy.claims.Runs} trains, {@link io.alignstream.deploy.claims.ClaimsTable} shows
 * what came out.
 */
@NullMarked
package io.alignstream.deploy.claims;

import org.jspecify.annotations.NullMarked;
