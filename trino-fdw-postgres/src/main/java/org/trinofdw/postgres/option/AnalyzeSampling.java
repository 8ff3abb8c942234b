package org.trinofdw.postgres.option;

import org.trinofdw.option.NamedValue;

import static java.util.Objects.requireNonNull;

/**
 * Values of the option analyze_sampling (PostgreSQL 16, postgres_fdw).
 */
public enum AnalyzeSampling
        implements NamedValue
{
    AUTO("auto"),
    OFF("off"),
    RANDOM("random"),
    SYSTEM("system"),
    BERNOULLI("bernoulli"),
    /**/;

    private final String text;

    AnalyzeSampling(String text)
    {
        this.text = requireNonNull(text, "text is null");
    }

    @Override
    public String text()
    {
        return text;
    }
}
