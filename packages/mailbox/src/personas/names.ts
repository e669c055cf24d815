/** First and last names of many languages; people are put together by chance and mean nobody. */
const words = (text: string) => text.trim().split(/\s+/);

export const FIRST_NAMES: readonly string[] = words(`
  Marta Tomas Ingrid Yusuf Priya Kwame Chiara Hiroshi Leila Mateo Anneke Dmitri Siobhan Rafael Mei-Lin Oluwaseun
  Katarzyna Emre Fatima Joao Linnea Arjun Thandiwe Pavel Camille Minh Giorgos Naomi Henrik Zeynep Carlos Amara Wei
  Beatriz Stefan Aroha Nikhil Elodie Samir Freya Takumi Gabriela Omar Petra Kofi Ilse Ravi Yara Lukas Noor Bronwen
  Diego Sunita Anton Parisa Eero Lucia Tariq Hanna Jerome Soo-ah Milan Adaeze Viktor Carmen Ismail Greta Thabo Rosa
  Jun Alina Declan Shirin Bjorn Ximena Kenji Dalia Piotr Nomsa Luc Ayesha Goran Tuuli Felipe Keira Hamid Sofie Bao
  Irina Malik Wanjiru Enzo Salma Oskar Vesna Paulo Rhys Anjali Tove Cesar Lamia Gustav Mirela Idris Clara Sota Nadia
  Ewan Zofia Karim Delphine Jonas Abena Marek Lotte Hugo Nasrin Timo Elif Bruno Agnes Zoë José André Søren Chloé
`);

export const LAST_NAMES: readonly string[] = words(`
  Lindqvist Okonkwo Bauer Yilmaz Sharma Mensah Rossi Tanaka Haddad Herrera Visser Volkov Byrne Almeida Zhou Adeyemi
  Nowak Demir Rahman Pereira Holm Mehta Dlamini Novotny Moreau Tran Pappas Levi Dahl Kaya Navarro Eze Liang Carvalho
  Keller Ngata Iyer Laurent Nasser Hastings Mori Castillo Farouk Kovac Boateng Jansen Pillai Khoury Weiss Aziz Price
  Ortega Rao Petrov Karimi Virtanen Serrano Malik Berg Duval Seo Horvat Obi Orlov Ibarra Bakr Brandl Nkosi Reyes Lin
  Popescu Doyle Hosseini Strand Morales Fujita Mansour Zielinski Khumalo Garnier Siddiqui Babic Laine Costa Murray
  Rezaei Maes Pham Sokolova Traore Kamau Conti Bennani Eklund Jovanovic Silva Hughes Gupta Nygaard Vargas Hamdi Falk
  Ionescu Diallo Whitlock Endo Saleh Fraser Kowal Amrani Fontaine Becker Owusu Svoboda Peeters Lehmann Saberi
`);

/** Names of projects, firms and places: `the Alder report`. */
export const PROPER_WORDS: readonly string[] = words(`
  Alder Birch Corvin Delmar Elmswood Fernley Garrick Halden Ivory Juniper Kestrel Larkfield Merrow Norden Orchard
  Pinewood Quarry Rowan Sable Thornton Umber Velden Willow Yarrow Zephyr Ashby Bramble Cedar Dunmore Everly Foxglove
  Greyling Hazel Ironside Jasper Kelvin Linden Marlow Northgate Oakham Penrose Redwing Silverton Tamarin Underhill
  Westbrook Amberley Brookfield Copperfield Driftwood Eastgate Firth Glenmore Harrow Inverness Kingsley Lockwood
  Millstone Netherby Osprey
`);
