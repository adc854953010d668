"""Words that never name a topic.

The lists contain grammatical words, numbers, fillers, words about the speakers, and words that
express only a stance. A passage and its answer use different stance words, so these must not affect
similarity.
"""

_GRAMMAR = """
a about above across actual after again against ago ahead all almost alone along already also
although always am among an and another any anybody anyone anything anyway anywhere apart are arent
around as aside at away back be became because become been before behind being below beside between
beyond both but by came can cannot cant come could couldnt did didnt do doe does doesnt doing done
dont down during each either else enough even ever every everybody everyone everything everywhere
except far few fewer for former forth from full further gave get give given go goe goes going gone
got had hadnt has hasnt have havent having he hed hell her here hers herself hes him himself his
hour how however i id if ill im in indeed inside instead into is isnt it itd itll its itself ive
just last late later latter least less let lets like likely long made main make many may maybe me
mean meant meanwhile might mine month more moreover most mostly much must my myself near nearly
neither never next no nobody none nor not nothing now nowhere of off often on only onto or other
others ought our ours ourselves out outside over own part particular per perhaps put quite rather
round same saw see seem seen self several shall she shed shes should shouldnt since so some somebody
somehow someone something sometime sometimes somewhat somewhere soon still such take taken than that
thatd thatll thats the their theirs them themselves then there therefore theres these they theyd
theyll theyre theyve this those though through thus till to today together tomorrow tonight too took
toward towards under unless until up upon us use used using various very via was wasnt way we wed
week well went were werent weve what whatever whats when whenever where wherever whether which
whichever while who whoever whole whom whos whose why will with within without wont would wouldnt
year years yesterday yet you youd youll your youre yours yourself yourselves youve
"""
_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
thousand million billion trillion zeroth first second third fourth fifth sixth seventh eighth ninth
tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth
millionth billionth trillionth once twice thrice half halve halves quarter dozen
"""
_FILLER = """
ability able absolutely accept achieve actually add advance agree ah ahh aint aligned allow amazing
amount announced answer anymore anytime appear apply appreciate approach area argue argument
artificial ask asked asking aspect assume assumption attempt available aware awesome awful bad base
based basic basically beat beautiful begin beginning believe best bet better big bigger biggest bit
book break bring broadly brought build built bunch calendar call called capable care careful case
cause century certain certainly challenge chance change changed chapter check choice choose claim
classic clear clearly click close closer co com combination comment common commonly compare complete
completely complicated component concept confident connect consider contain context continue
conversation cool core correct count couple course crazy create curious current currently cut damn
day deal decade decent decide deep deeply default define definitely definition degree depend depth
describe detail difference different difficult direction directly discuss discussion doctor dollar
dr draw drive drop dude due earlier early easier easy effect effectively effort element email enable
end enjoy entire episode equal equally especially essentially etc event eventually evidence evolve
exact exactly example excite excited exciting exclusive exist expect experience explain explicitly
express extent extra extreme extremely face fact factor fair fairly fall fascinating fast faster
favorite favourite feature feel feeling felt field figure fill final finally find finding fine fit
fix flavor focus folk follow followed force form forward found framework frankly friend front fuck
fucking fully fun function fundamental funny future gain gap general generally generate goal gonna
gosh gotcha gotta gotten great greater ground grow guess guest guide guy guys hand handle happen
hard harder hate hear heard heck hell hello help hey hi high higher highly hit hmm hold honest
honestly hope host huge idea ideally identify imagine immediately impact implement implication
important impressive improve inc include increase incredible incredibly individual input insane
inside instance interact interest interesting interestingly interview intuition involve issue item
job join joke journey just keep kept key kid kind knew know known lack large larger largest laugh
laughter layer lead leave left level lex limit line link list listen listener literal literally
little live local locate longer look lose lost lot love low lower major man manage massive match
matter maximum mean meaning mechanism meet meeting mention method middle mind minimum minute mistake
mm mode moment move mr mrs multiple music name natural naturally nature nd necessarily necessary
need nevertheless new nice night non normal note notice number obtain obvious obviously occur offer
oftentimes oh ok okay old opinion opposed opposite option order original otherwise output overall
paper past pattern pay people percent perfect perform period person personally perspective
philosophical pick picture piece place plain plan play playing please plenty plus podcast point
possible possibly post potential powerful practical practice present presumably pretty previous
principle pro probably problem produce professor project proper properly provide pull pure purpose
push quality question quick quickly quote raise ran random range rate rd reach read reading ready
real realize really reason reasonable receive recent recently recognize reduce refer regard region
relate relation relative relatively relevant remain remember remind remove replace represent require
respect response rest result ridiculous right rise road role rough roughly rule run running said say
saying scale section select send sense sentence separate series serve set setting share shift shit
short show side sign significant similar simple simply single sitting situation size slightly small
solution solve somewhat sorry sort sound space speak speaking special specific specifically speed
spend spent sponsor st stage stand standard stanford start started state statement stay step stick
stop story straight strange strategy strong structure stuff stupid style subject subscribe subtle
succeed success sucks sudden suddenly suggest support suppose sure surprise surprised surprising
switch table talk talking task teach technical tell tend term terms test text th thank thanks theory
thing think thinking thought throughout time tiny told tons tool top topic total totally touch track
transcript transition treat trend tricky tried true truly try trying turn twitter type typical
typically uh uhh ultimate ultimately um umm uncertain unclear understand understood unfortunately
unit unite united unlikely unquote update useful usual usually value variety vast version versus
video view wait walk wanna want watch website weird welcome whatnot whereas wide wild willing win
wise wonder word work worked working world worse worst worth wow write writing written wrong wrote
yeah yep yes youtube yup
"""
_STANCE = """
afraid alarm alarming anxious bearish beneficial benefit bleak breakthrough bright bullish
catastrophe catastrophic concern concerned concerning crisis danger dangerous dark deadly despair
devastate devastating dire disaster disastrous doom doomed downside dread dystopia dystopian
enthusiastic exciting fear fearful flourish frighten frightening glad gloom good happy harm harmful
hopeful hopefully horrible horrific horrify hype inspire inspiring miracle negative nervous
nightmare opportunity optimism optimist optimistic pain painful panic pessimism pessimist
pessimistic positive problematic progress promise promising risk risky sad safe safely scare scared
scary serious seriously skeptic skeptical terrible terrify terrifying threat threaten thrilled
tragic transformative tremendous trouble ugly unsafe upside utopia utopian wonderful worried worry
worrying
"""
_PEOPLE = """
adam alex andrew author ben berkeley bob cambridge career ceo chris cofounder colleague college
conference daniel david emily eric founder friedman george harvard hire hiring james jim joe john
josh kevin lab mark mary michael mike mit oxford patreon paul peter phd postdoc princeton richard
robert sam scott simon steve team tim tom university
"""
STOP_WORDS = frozenset((_GRAMMAR + _NUMBERS + _FILLER + _PEOPLE + _STANCE).split())
