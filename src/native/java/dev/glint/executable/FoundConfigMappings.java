package dev.glint.executable;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.smallrye.config.ConfigMappingContext;
import io.smallrye.config.ConfigMappingLoader;
import java.util.Map;

/**
 * Makes SmallRye's objects of configuration by constructors that the build has found. In an executable, a method handle looks for its
 * constructor when it is called first, and every start calls a hundred.
 */
@TargetClass(ConfigMappingLoader.class)
final class FoundConfigMappings {

    private FoundConfigMappings() {}

    @Substitute
    static <T> T configMappingObject(Class<T> type, ConfigMappingContext context) {
        return type.cast(ConfigMembers.construct(type, context));
    }

    @Substitute
    static <T> Map<String, String> configMappingProperties(Class<T> type) {
        return ConfigMembers.properties(type);
    }
}
