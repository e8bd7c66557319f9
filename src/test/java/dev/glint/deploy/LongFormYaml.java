package dev.glint.deploy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML in which CloudFormation's short forms of functions, as {@code !Sub x}, are read as the long ones. */
final class LongFormYaml extends SafeConstructor {

    private static final Set<String> WITHOUT_PREFIX = Set.of("Ref", "Condition");

    private LongFormYaml(LoaderOptions options) {
        super(options);
        yamlMultiConstructors.put("!", new Function());
    }

    static Stream<Object> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Yaml yaml = new Yaml(new LongFormYaml(options));
        return StreamSupport.stream(yaml.loadAll(text).spliterator(), false);
    }

    private final class Function extends AbstractConstruct {

        @Override
        public Object construct(Node node) {
            String name = node.getTag().getValue().substring(1);
            return Map.of(WITHOUT_PREFIX.contains(name) ? name : "Fn::" + name, argument(name, node));
        }

        private Object argument(String function, Node node) {
            if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
            }
            if (node instanceof MappingNode mapping) {
                return constructMapping(mapping);
            }
            String text = ((ScalarNode) node).getValue();
            return function.equals("GetAtt") ? List.of(text.split("\\.", 2)) : text;
        }
    }
}
