namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// Tells when a tool call's arguments are a whole JSON object. OpenAI's stream never says that a call is complete, and other dialects
/// must: this way the block ends with its last brace, and calls whose deltas come interleaved still work.
/// </summary>
internal struct ArgumentsEnd
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    public bool Reached { get; private set; }

    public void Feed(string delta)
    {
        foreach (var letter in delta)
        {
            if (_inString)
            {
                _inString = _escaped || letter != '"';
                _escaped = !_escaped && letter == '\\';
            }
            else if (letter is '{' or '[')
            {
                _depth++;
            }
            else if (letter is '}' or ']')
            {
                Reached = --_depth <= 0;
            }
            else
            {
                _inString = letter == '"';
            }
        }
    }
}
