package dev.glint.executable;

import com.oracle.svm.core.annotate.Inject;
import com.oracle.svm.core.annotate.RecomputeFieldValue;
import com.oracle.svm.core.annotate.RecomputeFieldValue.Kind;
import com.oracle.svm.core.annotate.TargetClass;
import io.smallrye.config.ConfigMappingContext;
import io.smallrye.config.ConfigMappingLoader;
import io.smallrye.config.ConfigMappingLoader.ConfigMappingImplementation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import org.graalvm.nativeimage.hosted.FieldValueTransformer;

/** Finds and calls the constructors of {@link FoundConfigMappings}, and the methods that tell the names of the keys. */
final class ConfigMembers {

    private ConfigMembers() {}

    static Object construct(Class<?> type, ConfigMappingContext context) {
        ConfigMappingImplementation implementation = ConfigMappingLoader.ensureLoaded(type);
        Constructor<?> found = found(implementation).constructor;
        try {
            return (found == null ? constructor(implementation) : found).newInstance(context);
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, String> properties(Class<?> type) {
        ConfigMappingImplementation implementation = ConfigMappingLoader.ensureLoaded(type);
        Method found = found(implementation).properties;
        try {
            return (Map<String, String>) (found == null ? properties(implementation) : found).invoke(null);
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    private static Found found(Object implementation) {
        return (Found) implementation;
    }

    private static Constructor<?> constructor(ConfigMappingImplementation implementation) {
        try {
            return implementation.implementation().getDeclaredConstructor(ConfigMappingContext.class);
        } catch (NoSuchMethodException e) {
            throw failure(e);
        }
    }

    private static Method properties(ConfigMappingImplementation implementation) {
        try {
            return implementation.implementation().getDeclaredMethod("getProperties");
        } catch (NoSuchMethodException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ReflectiveOperationException failure) {
        Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new UndeclaredThrowableException(cause);
    }

    /** Fields that SmallRye's class gets besides its own. They are null for a class that the build has not met. */
    @TargetClass(ConfigMappingImplementation.class)
    static final class Found {

        @Inject
        @RecomputeFieldValue(kind = Kind.Custom, declClass = FindConstructor.class)
        Constructor<?> constructor;

        @Inject
        @RecomputeFieldValue(kind = Kind.Custom, declClass = FindProperties.class)
        Method properties;

        private Found() {}
    }

    static final class FindConstructor implements FieldValueTransformer {

        @Override
        public Object transform(Object receiver, Object none) {
            return constructor((ConfigMappingImplementation) receiver);
        }
    }

    static final class FindProperties implements FieldValueTransformer {

        @Override
        public Object transform(Object receiver, Object none) {
            return properties((ConfigMappingImplementation) receiver);
        }
    }
}
