package io.alignstream.parse.graph;

import io.alignstream.parse.graph.Proposition.AttributeFound;
import io.alignstream.parse.graph.Proposition.ObjectFound;
import io.alignstream.parse.graph.Proposition.RelationFound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * Reads propositions off a prepared graph, rule after rule, heads in text order within each. The
 * rules, their order and what they leave out are SPICE's.
 */
final class PropositionRules {
  private final WorkingGraph graph;
  private final List<Proposition> found = new ArrayList<>();

  private PropositionRules(WorkingGraph graph) {
    this.graph = graph;
  }

  static List<Proposition> read(WorkingGraph graph) {
    var rules = new PropositionRules(graph);
    rules.eachHead(rules::subjectVerbObject);
    rules.eachHead(rules::participleWithObject);
    rules.eachHead(rules::subjectWithoutObject);
    rules.eachHead(rules::subjectWithCopula);
    rules.eachHead(rules::adjectiveBeforeNoun);
    rules.eachHead(rules::predicativeAdjective);
    rules.eachHead(rules::nounWithPreposition);
    rules.eachHead(rules::possession);
    rules.eachHead(rules::passiveWithAgent);
    rules.found.addAll(Counts.of(graph));
    rules.compoundsAndObjects();
    return rules.found;
  }

  private interface Rule {
    void apply(int head);
  }

  private void eachHead(Rule rule) {
    for (int head = 1; head <= graph.size(); head++) {
      rule.apply(head);
    }
  }

  /** R1: "a man rides a wave", "a dog sits on a bed". */
  private void subjectVerbObject(int head) {
    if (!graph.hasChild(head, "cop")) {
      for (var subject : graph.nounChildren(head, edge -> edge.is("nsubj"))) {
        for (var target : graph.nounChildren(head, Dependency::isObject)) {
          relation(subject.dependent(), predicate(head, target), target.dependent());
        }
      }
    }
  }

  /** R2: "a kitchen filled with appliances". */
  private void participleWithObject(int head) {
    for (var clause : graph.children(head, "acl")) {
      int verb = clause.dependent();
      if (isVerb(verb)) {
        for (var target : graph.nounChildren(verb, Dependency::isObject)) {
          relation(head, predicate(verb, target), target.dependent());
        }
      }
    }
  }

  /** R3: "a woman is smiling". */
  private void subjectWithoutObject(int head) {
    if (!graph.hasChild(head, "cop") && graph.nounChildren(head, Dependency::isObject).isEmpty()) {
      stateOfSubjects(head);
    }
  }

  /** R4: "the man is a rider", "a dog is next to a chair". */
  private void subjectWithCopula(int head) {
    if (graph.hasChild(head, "cop")) {
      stateOfSubjects(head);
    }
  }

  private void stateOfSubjects(int head) {
    for (var subject : graph.nounChildren(head, edge -> edge.is("nsubj"))) {
      var cases = graph.children(head, "case");
      for (var preposition : cases) {
        relation(subject.dependent(), caseWords(preposition.dependent()), head);
      }
      if (cases.isEmpty() && !graph.token(head).lemma().equals("be")) {
        attribute(subject.dependent(), head);
      }
    }
  }

  /** R5: "a narrow kitchen". */
  private void adjectiveBeforeNoun(int head) {
    graph.children(head, "amod").forEach(edge -> attribute(head, edge.dependent()));
  }

  /** R6: "it is tall". */
  private void predicativeAdjective(int head) {
    if (graph.token(head).tag().startsWith("J")) {
      graph.children(head, "nsubj").forEach(edge -> attribute(edge.dependent(), head));
    }
  }

  /** R7: "a man in a hat". */
  private void nounWithPreposition(int head) {
    if (graph.token(head).isNoun()) {
      for (var edge : graph.children(head, Dependency::isPrepositional)) {
        var preposition = new Mention(edge.preposition(), caseSpans(edge));
        relation(head, preposition, edge.dependent());
      }
    }
  }

  /** R8: "the man's hat". */
  private void possession(int head) {
    if (graph.token(head).isNoun()) {
      for (var owner : graph.nounChildren(head, edge -> edge.is("nmod:poss"))) {
        relation(owner.dependent(), new Mention("have", List.of()), head);
      }
    }
  }

  /** R9: "a wave ridden by a man". */
  private void passiveWithAgent(int head) {
    if (isVerb(head)) {
      for (var agent : graph.nounChildren(head, edge -> edge.is("nmod:agent"))) {
        for (var subject : graph.nounChildren(head, edge -> edge.is("nsubjpass"))) {
          relation(agent.dependent(), verb(head), subject.dependent());
        }
      }
    }
  }

  /** R11 and R12: "stop sign", and every noun that is in no compound. */
  private void compoundsAndObjects() {
    var members = new HashSet<Integer>();
    for (int head = 1; head <= graph.size(); head++) {
      if (graph.token(head).isNoun()) {
        for (var edge : graph.nounChildren(head, child -> child.is("compound"))) {
          attribute(head, edge.dependent());
          members.add(head);
          members.add(edge.dependent());
        }
      }
    }
    for (int noun = 1; noun <= graph.size(); noun++) {
      if (graph.token(noun).isNoun() && graph.contains(noun) && !members.contains(noun)) {
        found.add(new ObjectFound(Mention.of(graph.token(noun))));
      }
    }
  }

  private Mention predicate(int head, Dependency target) {
    var verb = verb(head);
    if (!target.isPrepositional()) {
      return verb;
    }
    var spans = new ArrayList<>(verb.spans());
    spans.addAll(caseSpans(target));
    return new Mention(verb.name() + " " + target.preposition(), spans);
  }

  /** The lemma with its particle; "be" leaves only the particle. */
  private Mention verb(int head) {
    var token = graph.token(head);
    return graph
        .firstChild(head, "compound:prt")
        .map(
            position -> {
              var particle = graph.token(position);
              var stem = token.name().equals("be") ? "" : token.name();
              return new Mention(
                  stem + " " + word(particle), List.of(token.span(), particle.span()));
            })
        .orElseGet(() -> Mention.of(token));
  }

  /** A preposition and the words that belong to it: "next to". */
  private Mention caseWords(int preposition) {
    var name = new StringBuilder(word(graph.token(preposition)));
    var spans = new ArrayList<>(List.of(graph.token(preposition).span()));
    for (var edge : graph.children(preposition, "mwe")) {
      name.append(' ').append(word(graph.token(edge.dependent())));
      spans.add(graph.token(edge.dependent()).span());
    }
    return new Mention(name.toString(), spans);
  }

  /** The tokens of an nmod's preposition, if its own noun carries them. */
  private List<Span> caseSpans(Dependency nmod) {
    return graph.children(nmod.dependent(), "case").stream()
        .map(edge -> caseWords(edge.dependent()))
        .filter(words -> words.name().equals(nmod.preposition()))
        .findFirst()
        .map(Mention::spans)
        .orElse(List.of());
  }

  private boolean isVerb(int position) {
    return graph.token(position).tag().startsWith("V");
  }

  private static String word(Token token) {
    return token.word().toLowerCase(Locale.ROOT);
  }

  private void attribute(int owner, int value) {
    found.add(new AttributeFound(Mention.of(graph.token(owner)), Mention.of(graph.token(value))));
  }

  private void relation(int subject, Mention predicate, int target) {
    found.add(
        new RelationFound(
            Mention.of(graph.token(subject)), predicate, Mention.of(graph.token(target))));
  }
}
