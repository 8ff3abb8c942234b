package org.trinofdw.maxcompute;

import io.trino.spi.Plugin;

public class MaxComputeFdwPlugin
        implements Plugin
{
}
