package dev.powerstrip.sdk.dialect;

import java.math.BigDecimal;

/** What a key has spent, in US dollars: since it was made, and since 00:00 UTC of today, Monday, the first. */
public record KeyUsage(BigDecimal total, BigDecimal daily, BigDecimal weekly, BigDecimal monthly) {}
