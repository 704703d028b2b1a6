package io.alignstream.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The house's plan as rules: which module and which room may know which. */
@AnalyzeClasses(packages = "io.alignstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule modulesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("schemas")
          .definedBy("io.alignstream.schemas..")
          .layer("ingest")
          .definedBy("io.alignstream.ingest..")
          .layer("detect")
          .definedBy("io.alignstream.detect..")
          .layer("parse")
          .definedBy("io.alignstream.parse..")
          .layer("encode")
          .definedBy("io.alignstream.encode..")
          .layer("heads")
          .definedBy("io.alignstream.heads..")
          .layer("deploy")
          .definedBy("io.alignstream.deploy..")
          .whereLayer("deploy")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("heads")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("detect")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("parse")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("ingest")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("encode")
          .mayOnlyBeAccessedByLayers("detect", "heads", "deploy");

  @ArchTest
  static final ArchRule schemasKnowNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("io.alignstream.schemas..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("io.alignstream..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.not(
                          JavaClass.Predicates.resideInAPackage("io.alignstream.schemas.."))));

  @ArchTest
  static final ArchRule theDetectorUsesOnlyEncodesRuntimeAndTraining =
      noClasses()
          .that()
          .resideInAPackage("io.alignstream.detect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.alignstream.encode.mvptr..",
              "io.alignstream.encode.bert..",
              "io.alignstream.encode.text..",
              "io.alignstream.encode.stage..");

  @ArchTest
  static final ArchRule theTensorFlowRoomsKnowNoModel =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.alignstream.encode.runtime..",
              "io.alignstream.encode.checkpoint..",
              "io.alignstream.encode.train..",
              "io.alignstream.encode.optimize..",
              "io.alignstream.encode.replicas..",
              "io.alignstream.encode.progress..",
              "io.alignstream.encode.batch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.alignstream.encode.mvptr..",
              "io.alignstream.encode.bert..",
              "io.alignstream.encode.stage..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule tensorFlowStaysWithTheModels =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.alignstream.schemas..", "io.alignstream.ingest..", "io.alignstream.parse..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tensorflow..");

  @ArchTest
  static final ArchRule onlyOneRoomKnowsTheLanguageParser =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.alignstream.parse..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("edu.stanford..");

  @ArchTest
  static final ArchRule actorsLiveInDeploy =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.alignstream.deploy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("akka.actor.typed..", "akka.cluster..");

  @ArchTest
  static final ArchRule kafkaStaysAtTheEdges =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.alignstream.detect..",
              "io.alignstream.parse..",
              "io.alignstream.encode..",
              "io.alignstream.heads..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule onlyTheDemoAndTheBenchesStartABroker =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.alignstream.deploy.kafka..",
              "io.alignstream.deploy.demo..",
              "io.alignstream.deploy.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.alignstream.deploy.kafka..",
              "kafka..",
              "org.apache.kafka.server..",
              "org.apache.kafka.metadata..");

  @ArchTest
  static final ArchRule nobodyButItsCommandKnowsTheDemo =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.alignstream.deploy.cli..", "io.alignstream.deploy.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.alignstream.deploy.demo..");

  @ArchTest
  static final ArchRule packagesAreRoomsWithAPurpose =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..common..", "..impl..", "..manager..", "..helper..");

  @ArchTest
  static final ArchRule namesSayWhatTheyDo =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.alignstream.schemas.avro..")
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  @ArchTest
  static final ArchRule roomsHaveNoCircles =
      slices().matching("io.alignstream.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that()
          .resideOutsideOfPackage("io.alignstream.schemas.avro..")
          .should(
              new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  boolean marked =
                      item.isAnnotatedWith(NullMarked.class)
                          || item.getPackage().isAnnotatedWith(NullMarked.class);
                  if (!marked) {
                    events.add(
                        SimpleConditionEvent.violated(
                            item, item.getPackageName() + " has no @NullMarked package-info"));
                  }
                }
              });
}
