"""The preset dictionary of stored records: what the compressor knows before it sees the first byte of one.

Its bytes are part of the stored form: a changed letter makes every record unreadable and is a change of SCHEMA_VERSION.
Written for this project of common newspaper words and of what `record` writes again and again, taken from no archive.
What stands near the end takes the fewest bits, so the more frequent comes later.
"""

_WORDS = """\
 yesterday tomorrow Wednesday Thursday Saturday Tuesday Sunday Monday Friday September November December October January \
February August March April June July parliamentary military soldiers police killed attack weapons nuclear embassy \
ambassador ceasefire rebels troops border refugees earthquake hospital election opposition democratic republican socialist \
party leader conference agreement negotiations delegation summit talks treaty visit relations economic economy industrial \
production exports imports prices trade deficit surplus currency inflation unemployment budget interest rates \
shareholders acquisition subsidiary management executive chairman quarter earnings revenue profit loss dividend shares stock \
common outstanding manufacturing international national American British European Japanese German French Russian Chinese \
Soviet Israeli Iranian Korean United States West Germany Washington, London, Paris, Moscow, Beijing, Tokyo, New York, Brussels, \
Geneva, Minister President Prime Secretary General Foreign Ministry Department Treasury Government government officials official \
sources spokesman spokeswoman said in a statement. told reporters here today. according to the Corporation Company Industries \
International Association Agency Bank Corp Inc Ltd Co Exchange Commission Securities million billion thousand percent per cent \
pct mln bln dlrs cts vs shr net 000 between through without against because before should although another however including \
during further expected reported would could about after their which there other these under where while being still since \
until over more than last year this week month from have been will were with into they also that an increase of a decline in \
the company said it has agreed to buy for a total of said it will not be able to said the two sides had was is are at as by \
on or an its but not to the of the in the and the for the to be on the by the from the with the that the at the it said he said """

_STRUCTURE = """\
"utf-8","cp1252","plain-text","trec-sgml","reuters21578-sgml","ascii",0,1,[["unbalanced-quote","\\"",["run-on-word","",0],\
["unresolved-place","",null],["no-year","",null]],[["agency","sign-off",0,0],["agency","provider",0,0],["agency","identifier",0,0],\
["agency","dateline",0,19],["dateline","form 1",0,19],["date","dateline, year from path",0,19],["date","dateline, year from text",0,19],\
"corrected","update","brief","alert","table","withheld",["urgent",["acronym","rules","acronym",0.3,1,["place","Middle East","rules",\
"region",0.9,1,"rules","geographical word",0.7,1,["AP",["AFP",["XINHUA","country qualifier","state qualifier","override","unique",\
"population",0.86,[0,"place","Washington",["Washington","United Kingdom",["British","Britain"],"GB","GB","place","Japan",["Japan"],"JP",\
"JP",["demonym","Japanese",["Japanese"],"organisation","European Community",["EC"],null,null,"rules","family name first",0.9,\
"role before",0.6,1,["demonym","American",["American","U.S."],"US","US","rules","demonym",0.9,2,[[0,["place","United States",["U.S."],\
"US","US","rules","country",0.9,3,[[0,]]],["place","",[""],null,"US","rules","city",0.85,2,[[1,["person","",[""],null,null,"rules",\
"given name",0.9,1,[[1,"rules","title",0.95,3,[[2,"rules","initial",0.9,1,[[2,["organisation","",[""],null,null,"rules","suffix",0.8,1,\
[[3,"rules","table",0.95,1,[[1,[],[["agency","declared",0,0],["dateline","form 7",0,20],["date",\
"dateline, year from declared time",0,21]]],"",null,["T19:00:00.000000+00:00"],null,null,null,null,"",null,false,[],"","BC-",\
["",["f"],"0",["March 20 -","March 20 -","",null,"",[],"--03-20",null,null,7,"override","declared time",0.95,[0,20]],null,null,[],\
"RTRS",[],null,[],[""],null,null,"Reuter",null,null,null,"text",3,"u",null,null,null,null,"usable",[],"current","",null,null,null,[["",\
"reuters-topic"]],[],[["place","",[""],null,null,"feed","PLACES"],["place","null,null,1,1,"text","story",["US"],["US","GB"]]"""

DICTIONARY = (_WORDS + _STRUCTURE).encode("ascii")
