package io.homeostat.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.homeostat.crds.common.Decimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The schema of a decimal: one shape, and a range that the message tells in words. */
final class DecimalSchema {
  private DecimalSchema() {}

  static void apply(Decimal decimal, JSONSchemaProps schema) {
    schema.setMaxLength((long) Decimal.MAXIMUM_LENGTH);
    List<ValidationRule> rules = new ArrayList<>(schema.getXKubernetesValidations());
    rules.add(
        new ValidationRuleBuilder()
            .withRule(
                "self.matches('%s') && double(self) %s %s && double(self) %s %s"
                    .formatted(
                        Decimal.PATTERN.replace("\\", "\\\\"),
                        decimal.above() ? ">" : ">=",
                        literal(decimal.min()),
                        decimal.below() ? "<" : "<=",
                        literal(decimal.max())))
            .withMessage(
                "must be a decimal %s %s and %s %s: write \"0.02\" in quotes"
                    .formatted(
                        decimal.above() ? "above" : "of at least",
                        words(decimal.min()),
                        decimal.below() ? "below" : "at most",
                        words(decimal.max())))
            .build());
    schema.setXKubernetesValidations(rules);
  }

  private static String literal(double value) {
    return new BigDecimal(Double.toString(value)).toPlainString();
  }

  private static String words(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
