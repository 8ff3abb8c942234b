package org.trinofdw.postgres;

import io.trino.spi.Plugin;

public class PostgresFdwPlugin
        implements Plugin
{
}
