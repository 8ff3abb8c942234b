package org.trinofdw.product;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.demo.DemoEnvironment;

import java.util.OptionalInt;

/**
 * One environment for all product tests of a JVM, for its start takes long: a coordinator and two workers from the packaged plugins,
 * PostgreSQL and the local MaxCompute service. It ends with the JVM.
 */
final class ProductEnvironment
{
    private static final Supplier<DemoEnvironment> ENVIRONMENT = Suppliers.memoize(ProductEnvironment::start);

    private ProductEnvironment() {}

    static DemoEnvironment get()
    {
        return ENVIRONMENT.get();
    }

    @SuppressWarnings("resource") // closed by its shutdown hook
    private static DemoEnvironment start()
    {
        Shutdown shutdown = new Shutdown();
        RunDirectory runDirectory = shutdown.register(RunDirectory.open());
        return DemoEnvironment.start(shutdown, runDirectory, 2, OptionalInt.empty(), true, System.out::println);
    }
}
