package org.trinofdw.connector;

import io.trino.spi.procedure.Procedure;

import java.util.List;

/**
 * Procedures that belong together and share what they need.
 */
public interface ProcedureGroup
{
    List<Procedure> procedures();
}
