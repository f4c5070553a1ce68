package dev.powerstrip.sdk.testing;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Names what a provider that passes this test of a contract can do. All tests that name a feature have to run and pass; one
 * that is given up on an assumption proves nothing.
 */
@Retention(RUNTIME)
@Target(METHOD)
@interface Proves {

    /** Nothing where each of the method's dynamic tests is called as the feature that it proves. */
    Feature[] value() default {};
}
