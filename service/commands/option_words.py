"""What the service says of its HTTP parameters, said of the options of a verb."""

import re

OPTIONS = {
    "`text=`": "`--text`",
    "`id=`": "`--id`",
    "`label=`": "`--label`",
    "`vector=`": "`--vector`",
    "`header=none`": "`--header none`",
    "`header=first-line`": "`--header first-line`",
    "`surplus=text`": "`--surplus text`",
    "`labels=import`": "`--labels import`",
    "`labels=ignore`": "`--labels ignore`",
    "`create_classes=true`": "`--create-classes`",
    "`fold_case=true`": "`--fold-case`",
}


def in_options(sentence: str) -> str:
    """The sentence with options in place of parameters."""
    for parameter, option in OPTIONS.items():
        sentence = sentence.replace(parameter, option)
    return re.sub("`separator=([^`]+)`", r"`--separator '\1'`", sentence)
