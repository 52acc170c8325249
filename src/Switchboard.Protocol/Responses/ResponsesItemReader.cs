using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>
/// Reads <c>input</c>: a text, or items. The model's items beside each other (thought, words, calls) are one turn of it, results beside each
/// other one of the caller's; system and developer messages go to the system text.
/// </summary>
internal sealed class ResponsesItemReader
{
    private readonly List<ChatMessage> _messages = [];
    private readonly List<TextPart> _system;
    private readonly ReadFaults _faults;
    private List<ChatPart>? _turn;
    private bool _turnIsResults;

    private ResponsesItemReader(List<TextPart> system, ReadFaults faults) => (_system, _faults) = (system, faults);

    public static List<ChatMessage> Read(JsonElement root, List<TextPart> system, ReadFaults faults)
    {
        var reader = new ResponsesItemReader(system, faults);
        if (!root.Has("input", out var input))
        {
            faults.Add("input", "Give a text, or a list of items.");
        }
        else if (input.ValueKind == JsonValueKind.String)
        {
            reader._messages.Add(new(ChatRole.User, [new TextPart(JsonText.Read(input))]));
        }
        else
        {
            foreach (var item in input.AsItems("input", faults))
            {
                faults.Message++;
                reader.Item(item);
            }

            faults.Message = -1;
        }

        return reader._messages;
    }

    private void Item(JsonElement item)
    {
        switch (item.Text("type", _faults) ?? (item.Has("role", out _) ? "message" : "item_reference"))
        {
            case "message":
                Message(item);
                break;
            case "function_call":
                var call = new ToolCallPart(item.Needed("call_id", _faults), item.Needed("name", _faults), item.Text("arguments", _faults) ?? string.Empty);
                Add(ChatRole.Assistant, results: false, call);
                break;
            case "function_call_output":
                Add(ChatRole.User, results: true, new ToolResultPart(item.Needed("call_id", _faults), ResponsesPartReader.Parts(item, "output", _faults)));
                break;
            case "reasoning":
                Thought(item);
                break;
            case "item_reference":
                _faults.Add("type", "References to items are not resolved: send the item itself, or continue with previous_response_id.");
                break;
            case var other:
                _faults.Add("type", $"Items of type '{other}' belong to what OpenAI runs itself and mean nothing to this model: leave them out, or choose one of OpenAI's models.");
                break;
        }
    }

    private void Message(JsonElement item)
    {
        var parts = ResponsesPartReader.Parts(item, "content", _faults);
        switch (item.Text("role", _faults))
        {
            case "user":
                if (parts.Count == 0 || parts.Exists(static part => part is RefusalPart))
                {
                    _faults.Add("content", "A user's message needs content of type input_text, input_image or input_file.");
                }

                _messages.Add(new(ChatRole.User, parts));
                _turn = null;
                break;
            case "assistant":
                if (parts.Exists(static part => part is not (TextPart or RefusalPart)))
                {
                    _faults.Add("content", "An assistant's message holds content of type output_text and refusal only.");
                }

                foreach (var part in parts)
                {
                    Add(ChatRole.Assistant, results: false, part);
                }

                break;
            case "system" or "developer":
                if (parts.Exists(static part => part is not TextPart))
                {
                    _faults.Add("content", "A system or developer message holds text only.");
                }

                _system.AddRange(parts.OfType<TextPart>());
                break;
            default:
                _faults.Add("role", "Give user, assistant, system or developer.");
                break;
        }
    }

    private void Thought(JsonElement item)
    {
        var summary = ResponsesReplyReader.Texts(item, "summary", _faults);
        var text = summary.Length > 0 ? summary : ResponsesReplyReader.Texts(item, "content", _faults);
        var thought = ThoughtSeal.FromEncrypted(text, item.Text("encrypted_content", _faults));
        if (thought is not ThinkingPart { Text.Length: 0, Signature: null })
        {
            Add(ChatRole.Assistant, results: false, thought);
        }
    }

    private void Add(ChatRole role, bool results, ChatPart part)
    {
        if (_turn is null || _turnIsResults != results)
        {
            (_turn, _turnIsResults) = ([], results);
            _messages.Add(new(role, _turn));
        }

        _turn.Add(part);
    }
}
