/** Turns a request and its caller into a plan: ordered endpoints, and why each other one was left out. */
package dev.powerstrip.router;
