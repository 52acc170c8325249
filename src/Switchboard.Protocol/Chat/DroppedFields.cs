using System.Collections.Frozen;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Chat;

/// <summary>
/// What a writer finds that its dialect has no words for: the first that cannot be let go, and the list of those that can.
/// </summary>
internal sealed class DroppedFields
{
    private readonly List<string> _names = [];
    private readonly HashSet<string> _known = [];

    /// <param name="request">The request.</param>
    /// <param name="target">The dialect to write.</param>
    /// <param name="kept">Fields of the target's own that the writer passes on from callers of every dialect.</param>
    public DroppedFields(ChatRequest request, Dialect target, FrozenSet<string>? kept = null)
    {
        foreach (var name in request.Dropped)
        {
            Drop(name);
        }

        if (request.Source != target)
        {
            foreach (var extra in request.Extras.Where(extra => kept?.Contains(extra.Name) != true))
            {
                Drop(extra.Name);
            }
        }
    }

    public ExchangeError? Refusal { get; private set; }

    public void Drop(string name)
    {
        if (_known.Add(name))
        {
            _names.Add(name);
        }
    }

    public void DropIf(bool given, string name)
    {
        if (given)
        {
            Drop(name);
        }
    }

    public void Refuse(string param, string message) =>
        Refusal ??= new(ErrorKind.InvalidRequest, message) { Param = param, Code = "unsupported_by_model" };

    public Outcome<IReadOnlyList<string>> ToOutcome() => Refusal is null ? new(_names) : new(Refusal);
}
