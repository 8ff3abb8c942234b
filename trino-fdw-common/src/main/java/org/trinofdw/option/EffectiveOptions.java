package org.trinofdw.option;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;

import java.util.List;
import java.util.Optional;

import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * The options in force for one object: session property, then column or table, then server, then wrapper, then the
 * declared default. An option counts only where its declaration allows it, which validation has made sure of.
 */
public final class EffectiveOptions
{
    private final List<Options> layers;

    private EffectiveOptions(List<Options> layers)
    {
        this.layers = ImmutableList.copyOf(layers);
    }

    public static EffectiveOptions of(Options... mostSpecificFirst)
    {
        return new EffectiveOptions(ImmutableList.copyOf(mostSpecificFirst));
    }

    /**
     * The value from the most specific layer that sets the option, else its default.
     */
    public <T> Optional<T> get(Option<T> option)
    {
        return layers.stream()
                .map(layer -> layer.get(option))
                .flatMap(Optional::stream)
                .findFirst()
                .or(option::defaultValue);
    }

    /**
     * The value of an option that has a default or must be set.
     *
     * @throws TrinoException INVALID_OPTION if it is set nowhere and has no default
     */
    public <T> T require(Option<T> option)
    {
        return get(option).orElseThrow(() -> new TrinoException(INVALID_OPTION, "option \"%s\" is not set; set it on %s".formatted(
                option.name(),
                option.levels().stream().map(OptionLevel::objectName).collect(joining(" or ")))));
    }
}
