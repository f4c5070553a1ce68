/** Permits: who may come in now, and how much it may bring. */
package dev.powerstrip.admission;
