package org.trinofdw.connector.warning;

import io.trino.spi.function.BoundSignature;
import io.trino.spi.function.FunctionDependencies;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.function.InvocationConvention;
import io.trino.spi.function.ScalarFunctionImplementation;
import io.trino.spi.function.Signature;

import java.lang.invoke.MethodHandles;

import static io.trino.spi.type.BooleanType.BOOLEAN;

/**
 * The function behind a warning: it has the name of its table, takes nothing and returns true, see {@link WarningChannel}.
 */
public final class WarningFunction
        implements FunctionProvider
{
    static final FunctionId ID = new FunctionId("fdw_table_warning");

    static FunctionMetadata metadata(String name, String warning)
    {
        return FunctionMetadata.scalarBuilder(name)
                .functionId(ID)
                .signature(Signature.builder().returnType(BOOLEAN).build())
                .description(warning)
                .neverFails()
                .hidden()
                .deprecated()
                .build();
    }

    @Override
    public ScalarFunctionImplementation getScalarFunctionImplementation(
            FunctionId functionId,
            BoundSignature boundSignature,
            FunctionDependencies functionDependencies,
            InvocationConvention invocationConvention)
    {
        return ScalarFunctionImplementation.builder()
                .methodHandle(MethodHandles.constant(boolean.class, true))
                .build();
    }
}
