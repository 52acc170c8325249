using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// The <c>usage</c> of answers beside chat, in disjoint buckets. OpenAI's parts of a count stand inside it: <c>audio_tokens</c> and
/// <c>image_tokens</c> within the input's, and an image model's whole output is image tokens unless its details say otherwise.
/// </summary>
internal struct OperationUsage
{
    private long _input;
    private long _output;
    private long _total;
    private long _audioIn;
    private long _imageIn;
    private long _cached;
    private long? _imageOut;
    private long? _textOut;
    private double _seconds;
    private bool _any;

    /// <summary>Reads the value that follows the field's name; null where it holds no count.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader reader, bool outputIsImage)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return null;
        }

        var usage = default(OperationUsage);
        while (JsonScan.NextField(ref reader))
        {
            usage.Field(ref reader);
        }

        return usage._any ? usage.Disjoint(outputIsImage) : null;
    }

    private void Field(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("prompt_tokens"u8) || reader.ValueTextEquals("input_tokens"u8))
        {
            _input = Count(ref reader);
        }
        else if (reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8))
        {
            _output = Count(ref reader);
        }
        else if (reader.ValueTextEquals("total_tokens"u8))
        {
            _total = Count(ref reader);
        }
        else if (reader.ValueTextEquals("seconds"u8))
        {
            _seconds = JsonScan.Number(ref reader) ?? 0;
            _any |= _seconds > 0;
        }
        else if (reader.ValueTextEquals("input_tokens_details"u8) || reader.ValueTextEquals("input_token_details"u8) || reader.ValueTextEquals("prompt_tokens_details"u8))
        {
            Details(ref reader, input: true);
        }
        else if (reader.ValueTextEquals("output_tokens_details"u8) || reader.ValueTextEquals("output_token_details"u8))
        {
            Details(ref reader, input: false);
        }
        else
        {
            reader.Skip();
        }
    }

    private void Details(ref Utf8JsonReader reader, bool input)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (input && reader.ValueTextEquals("audio_tokens"u8))
            {
                _audioIn = Count(ref reader);
            }
            else if (input && reader.ValueTextEquals("cached_tokens"u8))
            {
                _cached = Count(ref reader);
            }
            else if (reader.ValueTextEquals("image_tokens"u8))
            {
                var images = Count(ref reader);
                (_imageIn, _imageOut) = input ? (images, _imageOut) : (_imageIn, images);
            }
            else if (!input && reader.ValueTextEquals("text_tokens"u8))
            {
                _textOut = Count(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private readonly TokenUsage Disjoint(bool outputIsImage)
    {
        // Some vendors report only the sum.
        var input = _input == 0 && _output == 0 ? _total : _input;
        var audio = Math.Min(_audioIn, input);
        var image = Math.Min(_imageIn, input - audio);
        var cached = Math.Min(_cached, input - audio - image);
        var imageOut = Math.Min(_imageOut ?? (outputIsImage ? _output - Math.Min(_textOut ?? 0, _output) : 0), _output);
        return new TokenUsage(input - audio - image - cached, _output - imageOut)
        {
            CacheRead = cached,
            AudioInput = audio,
            ImageInput = image,
            ImageOutput = imageOut,
            AudioMillis = Seconds.ToMillis(_seconds),
        };
    }

    private long Count(ref Utf8JsonReader reader)
    {
        var count = JsonScan.Whole(ref reader);
        _any |= count is not null;
        return Math.Clamp(count ?? 0, 0, long.MaxValue / 16);
    }
}
