"""Decide which words are shown as reasons for a score.

Function words and vague words are excluded. The word lists are based on the most frequent phrases
in the training labels.
"""

from collections.abc import Sequence

from scoring.core.stance.stop_words import STOP_WORDS
from scoring.core.stance.words import NEGATIONS, plain

RULE = 1
"""Part of the scorer's version; increase it when the rules in `phrases` change."""
_LEADING = """
a an the and or but so of to for in on at by with as i we you they he she it its that this these
those is are was were be been being am im youre theyre were theyve weve ive have has had will would
do does did their your our my there just also very really quite more most
"""
_TRAILING = """
a an the and or but so of to for in on at by with as about from into that this these those is are
was were be i we they he she it its your our my their if when how what which who like because will
would have has had than do does did can
"""
_VAGUE = """
acceleration accelerator access account accountability accountable achieve achieved adapt
adaptable adapting adopt adopting adversary agency alien alphago anger angry ants anybody anyone
arrest assistance assistant assistants assisted attached augment augmented bad beat beauty best
better biology blind bold boom boring breaks broken bugs build builders building calculator
capable care carefully caring chance child children chimpanzee city cliff cloud collaborate
collaborated collaborators colleague college commercializable companies companion company
compassion competition complement complementary compounding concern concerns conspiracy control
controlled cool cost costs crash crashed crashes crashing create creating critical criticism
criticized customers demand demonstrate demonstrated demonstrating demonstration depression detect
disagree discriminator disgustingly divided dividends division doctor doctors dream drone drones
easily easy education efficiently electricity elegant eliezer empathy endless engagement enhance
enjoy enjoyed enjoying enterprise environment environmental errors evaluated everybody everyone
exist existed expansion experiment expression far faster feasible fine fired fix forget forgetting
founder founders freedom fun fund funding funny fusion gain gains gamble game games gift
girlfriend golden good grateful great greatly growing grunt guarantee guarantees hack hands happy
hard harmless hell help helped helps hiding hitler hollywood hope hopes hypothetical ignore
ignoring illegal illusion infinite innocent innovate instrumental internet invented inventory
invest investing investment investments investor investors irrelevant iterate iterating jobs joy
junk kids lacking lasting launch launched launching lazy leader leadership leaked leap learn
learning leisure leverage life limit limits lonely lose loses losing love loved lovely loves lucky
margin margins market mask math maximize mercy merge mess military missile missiles moat mob mobs
money monopoly mundane mysterious myth naive naively nazi neat negative neocortex nervous nice
observe orthogonal outperform outperforms outrage overfit oversight pain partner partners passion
passionate patch patched patient patients pause people play police pose positive positively
potential power practical predictive pretend pretty prey prison problem problems profits proud
proxies proxy punish push pushback quit race racing radiologist radiologists radiology reasonable
refuse rejected reliably religion religious resist restricted revenue revenues revolution
rewarding sad sadly sales scale science securing sell sexual ship shipped shipping shocked
shortcuts silly simple simpler slower smartest solve solved solves solving spam speculation
speculative stalin startup startups stole stop strict students stupid succeed succeeded succeeds
success successes successful successfully superficial targeting teacher teachers teenagers teens
tell tested theater theatre therapy time tool tools translate translation trick tricks trouble
tutor unclear uncomfortable unfortunately unlikely upset use useful venture verified verify victim
vision wage wages war wars waste win winning wins won wonder work worked works world wrong wrongly
yudkowsky
"""
_MANY_SENSES = """
100x 10x adversarial algorithm algorithms attack attacking attacks beautiful beautifully bias
biased biases careful classified coding conflict consequences controls corporate crimes death die
died dies disruption doable dying efficient energy evil exploit explore extreme factories fail
failed failing fails failure failures fascinating flagged forever fun gained harm helpful
hopefully horrible humanity hurt hype hyped imagination impossible incredible incredibly insane
kill killing knowledge liable lobbying magic mistake mistakes nasty opaque optimize optimized
optimizing poorly privacy protect protection regulate regulation regulations replaced resilience
resistance responsibility responsible restrict robust robustly robustness safe safety schemes
scheming security software superhuman technology terrible trillions unbelievable unlimited
valuable vulnerabilities warn warned warning weapons welfare worse worst
"""
_DENYING = """
lose losing lost less lack lacks lacking unnecessary stop stopped instead barely fewer
"""
_BELITTLING = """
absurd exaggerated hype hyped narrative narratives nonsense overblown ridiculous silly
"""
_SAY_LITTLE = """
10 times, 10 years, 100 times, a billion, able to do, agricultural revolution, always been, bad
idea, best time, big tech, billion dollar, billion dollars, blown away, break down, breaks down,
build a better, can read, can see, can see to refute, can understand, can't build, can't help,
can't tell, can't wait, cell phones, civil rights, copies of itself, didn't work, doctors and
nurses, doesn't make sense, doesn't work, don't forget, don't have a great, don't love, don't want
to lose, don't work, dyson sphere, eliezer yudkowsky, every generation, every person, every
student, every technology, far away, few people, figure it out, figure out, first time, first try,
geoffrey hinton, get better, gets better, getting better, given up, good idea, good thing, good
things, great thing, great things, growing the scale, growth rate, hard to tell, harder than, help
me, help them, helps me, human ai, human and machine, human civilization, human decision, human
plus, hundred times, in the future, industrial revolution, keep up, made up, main problem, makes
no sense, market opportunity, middle class, much fun, much harder, much harder than, new
companies, new products, next generation, no choice, no evidence, no idea, no more, not a great,
not a useful, not be able, not be great, not being able, not good, not great, not ready, not that
good, not the case, not understand, not work, not worry, one company, one person, opportunity
cost, own goals, play along, playing field, powerful than, pretty bad, pretty well, product market
fit, push back, rabbit hole, real problem, relationship with ai, revenue growth, risk of
depression, scale up, sci fi, science fiction, shouldn't be able, shut down, sound the alarm,
throughout history, too expensive, trial and error, trillion dollar, up at night, wasn't really
good, wasn't very good, without being able, without black-boxes, won't be able, work out, work
together, work well, worked out, working together, works well, world class, wouldn't be able,
wrong thing, years ago
"""
_LEARNED = {
    -1: """
algorithm algorithms aligned alignment civilization classified consequences controls corporate
destroy destroyed destroying extreme flagged forever governance humanity optimize optimized
optimizing poorly safety security smarter superintelligence survival survive survived
""",
    1: """
cancer coding customize energy expertise explore factories knowledge medical medications poverty
saving scientists software technology
""",
}
LEARNED = {word: side for side, words in _LEARNED.items() for word in words.split()}
"""Words outside the lexicon that can be shown, with their side (-1 or 1)."""
LEADING, TRAILING = frozenset(_LEADING.split()), frozenset(_TRAILING.split())
VAGUE = frozenset(_VAGUE.split())
MANY_SENSES = frozenset(_MANY_SENSES.split())
DENYING = NEGATIONS | frozenset(_DENYING.split())
BELITTLING = frozenset(_BELITTLING.split())
BEFORE, AFTER = 5, 6
"""Number of words before and after a phrase that are searched for words of denial or mockery."""
STRONG = 3.0
"""Minimum points for a word with many senses to be shown."""
SAY_LITTLE = frozenset(tuple(plain(each).split()) for each in _SAY_LITTLE.split(","))


def trimmed(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return `first` and `last`, moved inwards to skip function words at both ends."""
    while first < last and words[first] in LEADING:
        first += 1
    while first < last and words[last] in TRAILING:
        last -= 1
    return first, last


def is_meaningful(words: Sequence[str], points: float) -> bool:
    """Return whether a phrase with this many points is meaningful enough to show.

    A single word must not be vague, and must have at least STRONG points if it has many senses. A
    longer phrase must not be in SAY_LITTLE. It must contain a word that is not a stop word, or have
    at least three words and a negation ("don't know how").
    """
    if len(set(words)) == 1:
        sure = words[0] not in MANY_SENSES or abs(points) >= STRONG
        return sure and words[0] not in STOP_WORDS | VAGUE | NEGATIONS
    if tuple(words) in SAY_LITTLE:
        return False
    has_content = any(word not in STOP_WORDS | NEGATIONS for word in words)
    return has_content or (len(words) > 2 and any(word in NEGATIONS for word in words))


def bears_denial(words: Sequence[str]) -> bool:
    """Return whether a phrase of these plain words is meaningful when it is negated."""
    return any(word not in STOP_WORDS | VAGUE for word in words)


def meant(words: Sequence[str], first: int, last: int, side: float) -> bool:
    """Return whether there is no word of denial or mockery near the phrase `first` to `last`."""
    before = words[max(0, first - BEFORE) : first]
    after = words[last + 1 : last + 1 + AFTER]
    if side < 0 and not BELITTLING.isdisjoint([*before, *after]):
        return False
    return not NEGATIONS.isdisjoint(words[first : last + 1]) or DENYING.isdisjoint(before)


def source() -> str:
    """Return the rules of this module as text, for the scorer's version hash."""
    words = sorted(STOP_WORDS | NEGATIONS)
    return "\n".join(
        [
            str(RULE),
            _LEADING,
            _TRAILING,
            _VAGUE,
            *sorted(MANY_SENSES),
            *sorted(DENYING),
            *sorted(BELITTLING),
            _SAY_LITTLE,
            repr(_LEARNED),
            *words,
        ]
    )
