package kit.mail;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** A name server that knows some domains, each in another way. */
final class Zone implements AutoCloseable {
  private static final int TTL = 60;

  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final Map<String, Record> records;

  Zone() throws IOException {
    Name other = Name.fromString("other.example.");
    records =
        Map.of(
            "mx.example.", new MXRecord(name("mx"), DClass.IN, TTL, 10, other),
            "no-mail.example.", new MXRecord(name("no-mail"), DClass.IN, TTL, 0, Name.root),
            "host.example.",
                new ARecord(name("host"), DClass.IN, TTL, InetAddress.getByName("192.0.2.1")),
            "six.example.",
                new AAAARecord(name("six"), DClass.IN, TTL, InetAddress.getByName("2001:db8::1")),
            "alias.example.", new CNAMERecord(name("alias"), DClass.IN, TTL, other),
            "text.example.", new TXTRecord(name("text"), DClass.IN, TTL, "hello"));
    Thread thread = new Thread(this::serve, "zone");
    thread.setDaemon(true);
    thread.start();
  }

  private static Name name(String label) throws IOException {
    return Name.fromString(label + ".example.");
  }

  int port() {
    return socket.getLocalPort();
  }

  List<String> questions() {
    return questions;
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        String name = query.getQuestion().getName().toString();
        questions.add(name);
        if (!name.equals("silent.example.")) {
          byte[] answer = answer(query, name).toWire();
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private Message answer(Message query, String name) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    Record record = records.get(name);
    if (record == null) {
      answer.getHeader().setRcode(name.startsWith("broken") ? Rcode.SERVFAIL : Rcode.NXDOMAIN);
    } else if (record.getType() == query.getQuestion().getType() || record instanceof CNAMERecord) {
      answer.addRecord(record, Section.ANSWER);
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
